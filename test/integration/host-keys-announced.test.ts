import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../contract/questions.js'
import { announcingServer } from '../helpers/announcing-server.js'
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
    const all = { proven, unproven: [] }
    expect(await client.knownHosts.announced('127.0.0.1', sshd.port, current, all)).toBe(null)
    const revoked = latchkeySsh(undefined, `${known()}@revoked ${name()} ${old}\n`)
    expect(await revoked.knownHosts.announced('127.0.0.1', sshd.port, current, all)).toBe(null)
  })
})

describe('an RSA key that a host announces', () => {
  async function asked(
    algorithm: Parameters<typeof announcingServer>[0],
    knows: 'own' | 'both',
    options?: Parameters<typeof announcingServer>[1],
  ) {
    const server = await announcingServer(algorithm, options)
    const known = `${server.own}\n${knows === 'both' ? `${server.next}\n` : ''}${server.own.replace(/\S+$/, old.split(' ')[1] ?? '').replace('ssh-rsa', 'ssh-ed25519')}\n`
    const client = latchkeySsh(() => ({ kind: 'no' }), known)
    const connection = await client.login(server.target, signer)
    const question = await until('it is asked', () => client.asked[0])
    await new Promise<void>((resolve) => connection.client.exec('true', () => resolve())) // after all it has said
    expect(server.proofsAsked()).toBe(1)
    connection.end()
    server.stop()
    return question
  }
  const retired = [{ algorithm: 'ssh-ed25519', fingerprint: fingerprint(old) }]

  it.each(['rsa-sha2-256', 'rsa-sha2-512'] as const)(
    'and proves with %s may be trusted',
    async (algorithm) => {
      expect(await asked(algorithm, 'own')).toMatchObject({ added: [{ algorithm: 'ssh-rsa' }], retired })
    },
  )

  it('and proves with SHA-1 is not offered', async () => {
    expect(await asked('ssh-rsa', 'own')).toMatchObject({ added: [], retired })
  })

  it('and proves with SHA-1 is not taken away either where it is known', async () => {
    expect(await asked('ssh-rsa', 'both')).toMatchObject({ added: [], retired })
  })

  it('is asked about once, and for what it said first, however often its host announces something', async () => {
    expect(await asked('ssh-rsa', 'both', { repeated: 50 })).toMatchObject({ added: [], retired })
  })
})
