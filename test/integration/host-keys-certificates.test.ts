import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changingProxy } from '../helpers/changing-proxy.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { run, runOk } from '../helpers/processes.js'
import { type HostKeyType, type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const signer = testSigner()
const types: HostKeyType[] = ['ed25519', 'ecdsa', 'rsa']
let dir: string
let sshd: Sshd

/** One sshd with three host keys, whose certificates are made anew for each case. */
beforeAll(async () => {
  if (!sshdInstalled) return
  dir = await mkdtemp(join(tmpdir(), 'latchkey-host-certificates-'))
  for (const ca of [...types, 'other'])
    await runOk('ssh-keygen', [
      '-q',
      ...['-t', ca === 'other' ? 'ed25519' : ca, '-N', '', '-C', `${ca} CA`, '-f', join(dir, `ca_${ca}`)],
    ])
  const config = types.map((type) => `HostCertificate "${join(dir, `host_${type}-cert.pub`)}"`)
  sshd = await startSshd({
    dir,
    authorizedKeys: [signer.publicLine],
    hostKeys: types,
    config: [...config, 'RekeyLimit 64K'],
  })
})
afterAll(async () => {
  await sshd?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

const nameHere = () => `[127.0.0.1]:${sshd.port}`
const caKey = async (ca: string) =>
  (await readFile(join(dir, `ca_${ca}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ')
const trusting = async (ca: string, hosts = nameHere()) => `@cert-authority ${hosts} ${await caKey(ca)}\n`

interface Certificate {
  type?: HostKeyType
  ca?: string
  /** Of ssh-keygen, in place of a host certificate for 127.0.0.1. */
  options?: string[]
}

/** Signs one host key; the server shows no other certificate afterwards. */
async function certify({
  type = 'ed25519',
  ca = 'ed25519',
  options = ['-h', '-n', '127.0.0.1'],
}: Certificate) {
  await Promise.all(types.map((one) => rm(join(dir, `host_${one}-cert.pub`), { force: true })))
  const hostKey = join(dir, `host_${type}.pub`)
  await runOk('ssh-keygen', ['-q', '-s', join(dir, `ca_${ca}`), '-I', 'web hosts', ...options, hostKey])
  await sshd.restart()
}

/** Whether OpenSSH's own client takes the host without a question. */
async function opensshTakes(known: string): Promise<boolean> {
  const path = join(dir, 'known_hosts')
  await writeFile(path, known)
  const options = [
    'GlobalKnownHostsFile=/dev/null',
    `UserKnownHostsFile=${path}`,
    'StrictHostKeyChecking=yes',
  ]
  const { stderr } = await run('ssh', [
    ...[
      '-F',
      '/dev/null',
      '-o',
      'BatchMode=yes',
      '-o',
      'IdentityFile=/nonexistent',
      '-o',
      'IdentityAgent=none',
    ],
    ...options.flatMap((option) => ['-o', option]),
    ...['-p', `${sshd.port}`, '127.0.0.1', 'true'],
  ])
  expect(stderr).toMatch(/Permission denied|Host key verification failed/)
  return stderr.includes('Permission denied')
}

describe.runIf(sshdInstalled || process.env.CI)("a host's certificate", () => {
  it.each([
    ['ed25519', 'ed25519'],
    ['ed25519', 'rsa'],
    ['ecdsa', 'ecdsa'],
    ['rsa', 'ed25519'],
    ['rsa', 'rsa'],
  ] as const)(
    'for an %s key by an %s authority makes the host known, without a question',
    async (type, ca) => {
      await certify({ type, ca })
      const client = latchkeySsh(() => ({ kind: 'no' }), await trusting(ca))
      const connection = await client.login(sshd, signer)
      expect(client.asked).toEqual([])
      expect(connection.hostKey.fingerprint).toBe(sshd.hostKeyFingerprints[types.indexOf(type)])
      expect(await client.file.read()).toBe(await trusting(ca))
      connection.end()
      expect(await opensshTakes(await trusting(ca))).toBe(true)
    },
  )

  it('is shown again at each new key exchange', async () => {
    await certify({})
    const client = latchkeySsh(() => ({ kind: 'no' }), await trusting('ed25519'))
    const connection = await client.login(sshd, signer)
    const before = sshd.log().length
    const bytes = await new Promise<number>((resolve, reject) => {
      connection.client.exec('head -c 1000000 /dev/zero', (error, channel) => {
        if (error) return reject(error)
        let count = 0
        channel.on('data', (chunk: Buffer) => {
          count += chunk.length
        })
        channel.on('close', () => resolve(count))
      })
    })
    connection.end()
    expect(bytes).toBe(1_000_000)
    expect(sshd.log().slice(before)).toContain('rekey')
  })

  const day = 86_400_000
  const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')
  const from = (start: number, end: number) =>
    `${stamp(Date.now() + start * day)}:${stamp(Date.now() + end * day)}`

  it.each<[string, Certificate, RegExp]>([
    ['has expired', { options: ['-h', '-n', '127.0.0.1', '-V', from(-9, -2)] }, /has expired on \d{4}-/],
    ['is not valid yet', { options: ['-h', '-n', '127.0.0.1', '-V', from(3, 9)] }, /counts only from \d{4}-/],
    [
      'is for other names',
      { options: ['-h', '-n', 'a.example,b.example'] },
      /is for a\.example, b\.example, not/,
    ],
    ['has a pattern for a name', { options: ['-h', '-n', '127.0.0.*'] }, /is for 127\.0\.0\.\*, not/],
    ["is a user's", { options: ['-n', '127.0.0.1'] }, /is not one for hosts \(web hosts\)/],
    ['is of another authority', { ca: 'other' }, /is of another authority \(SHA256:/],
    [
      'is signed with SHA-1',
      { ca: 'rsa', options: ['-t', 'ssh-rsa', '-h', '-n', '127.0.0.1'] },
      /does not bear its authority's signature/,
    ],
  ])(
    'that %s proves nothing: the key is asked about as any other, and the reason is told',
    async (_, certificate, reason) => {
      await certify(certificate)
      const known = await trusting(certificate.ca === 'rsa' ? 'rsa' : 'ed25519')
      expect(await opensshTakes(known)).toBe(false)
      const refusing = latchkeySsh(() => ({ kind: 'no' }), known)
      await expect(refusing.login(sshd, signer)).rejects.toMatchObject({ code: 'ssh-host-key-refused' })
      expect(refusing.asked).toMatchObject([
        { kind: 'host-key-unknown', certificateProblem: expect.stringMatching(reason) },
      ])
      // Trusted all the same it is known by its key, which OpenSSH then takes too.
      const accepting = latchkeySsh(undefined, known)
      ;(await accepting.login(sshd, signer)).end()
      const after = await accepting.file.read()
      const [question] = accepting.asked
      const shown = question?.kind === 'host-key-unknown' ? question.offered.publicKey : 'no question'
      expect(after.startsWith(`${known}${nameHere()} ${shown} `)).toBe(true)
      expect(await opensshTakes(after)).toBe(true)
      const again = latchkeySsh(() => ({ kind: 'no' }), after)
      ;(await again.login(sshd, signer)).end()
      expect(again.asked).toEqual([])
    },
  )

  it('without names is for every host, as with OpenSSH', async () => {
    await certify({ options: ['-h'] })
    expect(await opensshTakes(await trusting('ed25519'))).toBe(true)
    const client = latchkeySsh(() => ({ kind: 'no' }), await trusting('ed25519'))
    ;(await client.login(sshd, signer)).end()
    expect(client.asked).toEqual([])
  })

  it.each([
    ['its authority', async () => caKey('ed25519')],
    ['its key', async () => sshd.hostKeys[0] ?? ''],
  ])('is refused without a question where %s is revoked', async (_what, revoked) => {
    await certify({})
    const known = `${await trusting('ed25519')}@revoked * ${await revoked()}\n`
    expect(await opensshTakes(known)).toBe(false)
    const client = latchkeySsh(() => ({ kind: 'trust' }), known)
    await expect(client.login(sshd, signer)).rejects.toMatchObject({
      code: 'ssh-host-key-refused',
      message: expect.stringContaining('revoked'),
    })
    expect(client.asked).toEqual([])
  })

  it('proves nothing in the hands of one who has not the key', async () => {
    await certify({})
    const liar = await changingProxy(sshd.port)
    const client = latchkeySsh(undefined, await trusting('ed25519', `[127.0.0.1]:${liar.port}`))
    await expect(client.login({ ...sshd, port: liar.port }, signer)).rejects.toMatchObject({
      code: 'ssh-host-key-refused',
      message: expect.stringContaining("can't prove"),
    })
    liar.close()
  })

  it('is not asked for where no authority is known for the host, and missed where one is', async () => {
    await certify({})
    const stranger = latchkeySsh(undefined, await trusting('ed25519', 'other.example'))
    ;(await stranger.login(sshd, signer)).end()
    expect(stranger.asked).toMatchObject([{ kind: 'host-key-unknown', certificateProblem: null }])
    await rm(join(dir, 'host_ed25519-cert.pub'))
    await sshd.restart()
    const missing = latchkeySsh(undefined, await trusting('ed25519', '*'))
    ;(await missing.login(sshd, signer)).end()
    expect(missing.asked).toMatchObject([
      { certificateProblem: expect.stringContaining('showed no certificate') },
    ])
  })
})
