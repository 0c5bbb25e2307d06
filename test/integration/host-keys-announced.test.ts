import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../contract/questions.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { until } from '../helpers/processes.js'
import { fingerprint, type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const signer = testSigner()
const old = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH'
let dir: string
let sshd: Sshd
beforeAll(async () => {
  if (!sshdInstalled) return
  dir = await mkdtemp(join(tmpdir(), 'latchkey-announced-'))
  sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], hostKeys: ['ed25519', 'ecdsa', 'rsa'] })
})
afterAll(async () => {
  await sshd?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

const name = () => `[127.0.0.1]:${sshd.port}`
const known = () => `${name()} ${sshd.hostKeys[0]}\n${name()} ${old}\n`

async function announced(answer: Answer, text: string) {
  const client = latchkeySsh(() => answer, text)
  const connection = await client.login(sshd, signer)
  return { client, end: () => connection.end() }
}

describe.runIf(sshdInstalled || process.env.CI)('keys that a connected host announces', () => {
  it('are listed, with those that it proves no more, and written only after a yes', async () => {
    const { client, end } = await announced({ kind: 'trust' }, known())
    const question = await until('it is asked', () => client.asked[0])
    expect(question).toMatchObject({
      kind: 'host-keys-announced',
      added: expect.arrayContaining(
        sshd.hostKeyFingerprints.slice(1).map((key) => ({ algorithm: expect.anything(), fingerprint: key })),
      ),
      retired: [{ algorithm: 'ssh-ed25519', fingerprint: fingerprint(old) }],
    })
    await until('it is written', async () => (await client.file.read()) !== known())
    const text = await client.file.read()
    for (const key of sshd.hostKeys) expect(text).toContain(`${name()} ${key}`)
    expect(text).not.toContain(old)
    end()
  })

  it('are not asked about again once refused for good', async () => {
    const { client, end } = await announced({ kind: 'never' }, known())
    await until('it is remembered', async () => (await client.file.read()) !== known())
    end()
    const text = await client.file.read()
    expect(text.startsWith(known())).toBe(true)
    const proven = sshd.hostKeys.map((key) => Buffer.from(key.split(' ')[1] ?? '', 'base64'))
    const [current = Buffer.alloc(0)] = proven
    expect(await client.knownHosts.announced('127.0.0.1', sshd.port, current, proven)).toBe(null)
    const revoked = latchkeySsh(undefined, `${known()}@revoked ${name()} ${old}\n`)
    expect(await revoked.knownHosts.announced('127.0.0.1', sshd.port, current, proven)).toBe(null)
  })
})
