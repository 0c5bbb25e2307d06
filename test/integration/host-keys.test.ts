import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Question } from '../../contract/questions.js'
import { changingProxy } from '../helpers/changing-proxy.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { run, runOk, until } from '../helpers/processes.js'
import { type Sshd, type SshdOptions, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const signer = testSigner()
let dir: string
const running: Sshd[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-host-keys-'))
})
afterAll(async () => {
  await Promise.all(running.map((sshd) => sshd.stop()))
  await rm(dir, { recursive: true, force: true })
})

async function start(options: Partial<SshdOptions> = {}): Promise<Sshd> {
  const folder = await mkdtemp(join(dir, 'sshd-'))
  const sshd = await startSshd({ dir: folder, authorizedKeys: [signer.publicLine], ...options })
  running.push(sshd)
  return sshd
}

const nameOf = ({ port }: Sshd) => `[127.0.0.1]:${port}`

/** What ssh-keygen itself makes of our file. */
async function keygen(args: string[], text: string): Promise<string> {
  const path = join(dir, 'known_hosts')
  await writeFile(path, text)
  return (await run('ssh-keygen', [...args, '-f', path])).stdout
}

describe.runIf(sshdInstalled || process.env.CI)('the host key of a real sshd', () => {
  it('is asked about once, with the fingerprint that ssh-keygen prints, and written as OpenSSH reads it', async () => {
    const sshd = await start()
    const client = latchkeySsh()
    for (let i = 0; i < 2; i++) (await client.login(sshd, signer)).end()
    const scanned = await runOk('sh', [
      '-c',
      `ssh-keyscan -p ${sshd.port} 127.0.0.1 2>/dev/null | ssh-keygen -lf -`,
    ])
    expect(client.asked).toMatchObject([
      {
        kind: 'host-key-unknown',
        host: nameOf(sshd),
        instanceName: 'web-1',
        offered: { algorithm: 'ssh-ed25519', fingerprint: scanned.split(' ')[1] },
      },
    ])
    const text = await client.file.read()
    expect(await keygen(['-F', nameOf(sshd)], text)).toContain(sshd.hostKeys[0])
    expect(await keygen(['-l'], text)).toContain(scanned.split(' ')[1])
  })

  it('is shown as ssh-keygen shows it, with the other names that it is known by', async () => {
    const sshd = await start()
    const client = latchkeySsh(undefined, `old.example,10.0.0.7 ${sshd.hostKeys[0]}\n`)
    ;(await client.login(sshd, signer)).end()
    const shown = await keygen(['-lv'], `x ${sshd.hostKeys[0]}\n`)
    expect(client.asked).toMatchObject([
      { offered: { publicKey: sshd.hostKeys[0] }, alsoKnownAs: ['old.example', '10.0.0.7'] },
    ])
    const [asked] = client.asked
    if (asked?.kind !== 'host-key-unknown') throw new Error('No host key was asked about')
    expect(shown).toContain(asked.offered.randomart)
  })

  it('is found in a file that ssh-keygen has hashed', async () => {
    const sshd = await start()
    const path = join(dir, 'hashed')
    await writeFile(path, `${nameOf(sshd)} ${sshd.hostKeys[0]}\n`)
    await runOk('ssh-keygen', ['-H', '-f', path])
    const hashed = await runOk('cat', [path])
    expect(hashed).toMatch(/^\|1\|/)
    const client = latchkeySsh(() => ({ kind: 'no' }), hashed)
    ;(await client.login(sshd, signer)).end()
    expect(client.asked).toEqual([])
  })

  it('stays unknown after a no, and the server gets no key', async () => {
    const sshd = await start()
    const client = latchkeySsh(() => ({ kind: 'no' }))
    await expect(client.login(sshd, signer)).rejects.toMatchObject({ code: 'ssh-host-key-refused' })
    expect(await client.file.read()).toBe('')
    expect(sshd.log()).not.toContain('publickey')
  })

  it('stops when it has changed, and shows both sides', async () => {
    const sshd = await start()
    const trusting = latchkeySsh()
    ;(await trusting.login(sshd, signer)).end()
    const known = await trusting.file.read()
    const oldFingerprint = sshd.hostKeyFingerprints[0]
    await sshd.restart({ newHostKeys: true })
    const before = sshd.log().length

    const client = latchkeySsh(() => ({ kind: 'no' }), known)
    await expect(client.login(sshd, signer)).rejects.toMatchObject({ code: 'ssh-host-key-changed' })
    expect(client.asked).toMatchObject([
      {
        kind: 'host-key-changed',
        host: nameOf(sshd),
        confirm: nameOf(sshd),
        offered: { fingerprint: sshd.hostKeyFingerprints[0] },
        known: [
          { algorithm: 'ssh-ed25519', fingerprint: oldFingerprint, since: expect.stringMatching(/^\d{4}-/) },
        ],
      },
    ])
    expect(await client.file.read()).toBe(known)
    expect(sshd.log().slice(before)).not.toContain('publickey')
  })

  it('is replaced only by typing the host, and then the old key is the stranger', async () => {
    const sshd = await start()
    const old = sshd.hostKeys[0]
    await sshd.restart({ newHostKeys: true })
    const known = `${nameOf(sshd)},other ${old}\n`
    const client = latchkeySsh(({ kind }) => (kind === 'host-key-changed' ? null : { kind: 'no' }), known)
    const login = client.login(sshd, signer)
    const question = await until('the question is asked', () => client.asked[0])
    const answer = (typed: string) =>
      client.questions.answer({ id: question.id, answer: { kind: 'replace', typed } }, {})
    await expect(answer('127.0.0.1')).rejects.toMatchObject({ code: 'input-invalid' })
    expect(await client.file.read()).toBe(known)
    await answer(nameOf(sshd))
    ;(await login).end()
    const text = await client.file.read()
    expect(text).toContain(`other ${old}`)
    expect(await keygen(['-F', nameOf(sshd)], text)).toContain(sshd.hostKeys[0])
    expect(await keygen(['-F', nameOf(sshd)], text)).not.toContain(old)
  })

  it.each(['rsa', 'ecdsa'] as const)(
    'of the known type %s is asked for first where the server has several',
    async (type) => {
      const sshd = await start({ hostKeys: ['ed25519', type] })
      const client = latchkeySsh(() => ({ kind: 'no' }), `${nameOf(sshd)} ${sshd.hostKeys[1]}\n`)
      const connection = await client.login(sshd, signer)
      expect(connection.hostKey.fingerprint).toBe(sshd.hostKeyFingerprints[1])
      connection.end()
      expect(client.asked).toEqual([])
    },
  )

  it('that is revoked is refused without a question', async () => {
    const sshd = await start()
    const known = `${nameOf(sshd)} ${sshd.hostKeys[0]}\n@revoked * ${sshd.hostKeys[0]}\n`
    const client = latchkeySsh(() => ({ kind: 'trust' }), known)
    await expect(client.login(sshd, signer)).rejects.toMatchObject({
      code: 'ssh-host-key-refused',
      message: expect.stringContaining('revoked'),
      parts: { remedies: [{ kind: 'see-revoked' }] },
    })
    expect(client.asked).toEqual([])
  })

  it('may be thought about for longer than the time limit', async () => {
    const sshd = await start()
    let answered = false
    const client = latchkeySsh((question: Question) => {
      setTimeout(() => {
        answered = true
        void client.questions.answer({ id: question.id, answer: { kind: 'trust' } }, {})
      }, 900)
      return null
    })
    ;(await client.login(sshd, signer, { timeoutMs: 600 })).end()
    expect(answered).toBe(true)
  })

  it('is no longer asked about once the server has given up waiting, and says so', async () => {
    const sshd = await start({ config: ['LoginGraceTime 1'] })
    const client = latchkeySsh(() => null)
    await expect(client.login(sshd, signer)).rejects.toMatchObject({
      code: 'ssh-closed',
      message: expect.stringContaining('while the host key was being checked'),
    })
    const open = await client.questions.watch(undefined, {})
    await until('the question is gone', async () => ((await open.next()).value as Question[]).length === 0)
    expect(await client.file.read()).toBe('')
  })

  it('is written only after the host has proved that it owns the key', async () => {
    const sshd = await start()
    const liar = await changingProxy(sshd.port)
    const client = latchkeySsh()
    await expect(client.login({ ...sshd, port: liar.port }, signer)).rejects.toMatchObject({
      code: 'ssh-host-key-refused',
      message: expect.stringContaining("can't prove"),
    })
    expect(await client.file.read()).toBe('')
    liar.close()
  })
})
