import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorInfo } from '../../contract/errors.js'
import { openSigner } from '../../main/core/keys/open-signer.js'
import { publicKeyFacts } from '../../main/core/keys/public-key.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'
import type { KeyRecord } from '../../main/core/profile.js'
import type { SshConnection } from '../../main/core/sessions/ssh.js'
import { dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { plainNotes } from '../helpers/plain-notes.js'
import { freePort } from '../helpers/ports.js'
import { killTree, run, runOk, until } from '../helpers/processes.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { type TestKeyType, type TestSigner, testSigner } from '../helpers/test-signer.js'

const types: TestKeyType[] = ['ed25519', 'rsa', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521']

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-login-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function exec({ client }: SshConnection, command: string): Promise<string> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      let output = ''
      channel.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
      channel.on('close', () => resolve(output))
    }),
  )
}

async function failure(promise: Promise<unknown>): Promise<ErrorInfo> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (!isLatchkeyError(error)) throw error
  return error.info
}

const listenOn = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

describe.runIf(sshdInstalled || process.env.CI)('logging in to a real sshd', () => {
  const signers = Object.fromEntries(types.map((type) => [type, testSigner(type)])) as Record<
    TestKeyType,
    TestSigner
  >
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd({ dir, authorizedKeys: types.map((type) => signers[type].publicLine) })
  })
  afterAll(() => sshd.stop())

  it.each(types)('with a key of type %s', async (type) => {
    const phases: string[] = []
    const connection = await latchkeySsh().login(sshd, signers[type], {
      onPhase: (phase) => phases.push(phase),
    })
    expect(await exec(connection, 'echo in')).toBe('in\n')
    expect(connection.hostKey.fingerprint).toBe(sshd.hostKeyFingerprints[0])
    expect(phases).toEqual(['resolve', 'connect', 'handshake', 'host-key', 'authenticate'])
    connection.end()
  })

  it.each(types)('with a key of type %s as the vault opens it', async (type) => {
    const pkcs8 = signers[type].privateKey.export({ type: 'pkcs8', format: 'der' })
    const connection = await latchkeySsh().login(sshd, openSigner(recordOf(signers[type]), pkcs8))
    expect(await exec(connection, 'echo in')).toBe('in\n')
    connection.end()
  })

  it('signs RSA with SHA-2, never SHA-1', async () => {
    const before = sshd.log().length
    const connection = await latchkeySsh().login(sshd, signers.rsa)
    connection.end()
    expect(sshd.log().slice(before)).toMatch(/pkalg rsa-sha2-(256|512)/)
    expect(sshd.log().slice(before)).not.toMatch(/pkalg ssh-rsa/)
  })

  it('offers exactly the one key, whatever an agent holds', async () => {
    const agent = await startAgentWithKeys(dir, 3)
    const before = sshd.log().length
    try {
      process.env.SSH_AUTH_SOCK = agent.socket
      const stranger = testSigner('ed25519')
      const refusal = await failure(latchkeySsh().login(sshd, stranger))
      expect(refusal.code).toBe('ssh-auth-refused')
      const offered = await until('sshd has logged the attempt', () =>
        offeredKeys(sshd.log().slice(before)).length > 0 ? offeredKeys(sshd.log().slice(before)) : null,
      )
      expect(new Set(offered)).toEqual(new Set([stranger.fingerprint]))
      const methods = [
        ...sshd
          .log()
          .slice(before)
          .matchAll(/userauth-request for user \S+ service \S+ method (\S+)/g),
      ]
      expect(methods.map((match) => match[1])).toEqual(['publickey'])
    } finally {
      delete process.env.SSH_AUTH_SOCK
      await agent.stop()
    }
  })

  it('says that a key is not in authorized_keys or the user is another', async () => {
    const problem = await failure(latchkeySsh().login(sshd, testSigner('ecdsa-256')))
    expect(problem.message).toBe(`127.0.0.1 port ${sshd.port} refused the key for the user ${sshd.user}.`)
    expect(problem.advice).toContain('authorized_keys')
    expect(problem.detail).toContain('publickey')
  })

  it('says the same for a user who is not there', async () => {
    const problem = await failure(latchkeySsh().login({ ...sshd, user: 'nobody-here' }, signers.ed25519))
    expect(problem.code).toBe('ssh-auth-refused')
    expect(problem.advice).toContain('another than nobody-here')
  })

  it('is cancelled at any point, and then leaves nothing open', async () => {
    for (const phase of ['resolve', 'handshake', 'host-key', 'authenticate']) {
      const abort = new AbortController()
      const login = latchkeySsh(() => (phase === 'host-key' ? null : { kind: 'trust' })).login(
        sshd,
        signers.ed25519,
        {
          signal: abort.signal,
          onPhase: (now) => now === phase && abort.abort(),
        },
      )
      expect(await failure(login), phase).toMatchObject({ code: 'cancelled' })
    }
    const abort = AbortSignal.abort()
    expect(await failure(latchkeySsh().login(sshd, signers.ed25519, { signal: abort }))).toMatchObject({
      code: 'cancelled',
    })
  })

  it('keeps its host key through later key exchanges', async () => {
    const strict = await startSshd({
      dir: await mkdtemp(join(dir, 'rekey-')),
      authorizedKeys: [signers.ed25519.publicLine],
      config: ['RekeyLimit 1M'],
    })
    const client = latchkeySsh()
    const connection = await client.login(strict, signers.ed25519)
    const output = await exec(connection, 'head -c 5000000 /dev/zero | tr "\\0" x')
    connection.end()
    await strict.stop()
    expect(output.length).toBe(5_000_000)
    expect(client.asked).toHaveLength(1)
    expect(strict.log().match(/rekeying out/g)?.length).toBeGreaterThan(2)
  })

  it('says which algorithms both sides offer where none is common', async () => {
    const old = await startSshd({
      dir: await mkdtemp(join(dir, 'old-')),
      authorizedKeys: [signers.ed25519.publicLine],
      config: ['KexAlgorithms diffie-hellman-group14-sha1'],
    })
    const problem = await failure(latchkeySsh().login(old, signers.ed25519))
    await old.stop()
    expect(problem.code).toBe('ssh-no-common-algorithm')
    expect(problem.detail).toMatch(
      /Key exchange: the server offers diffie-hellman-group14-sha1; Latchkey offers curve25519-sha256/,
    )
    expect(problem.detail).not.toContain('cipher')
  })

  it('says that the key was accepted where the server wants more', async () => {
    const more = await startSshd({
      dir: await mkdtemp(join(dir, 'more-')),
      authorizedKeys: [signers.ed25519.publicLine],
      config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
    })
    const problem = await failure(latchkeySsh().login(more, signers.ed25519))
    await more.stop()
    expect(problem.message).toBe(`The key was accepted, but 127.0.0.1 port ${more.port} also wants password.`)
  })

  it('hands on what the server says when it ends the login', async () => {
    const strict = await startSshd({
      dir: await mkdtemp(join(dir, 'tries-')),
      authorizedKeys: [signers.ed25519.publicLine],
      config: ['MaxAuthTries 1'],
    })
    const problem = await failure(latchkeySsh().login(strict, testSigner('ed25519')))
    await strict.stop()
    expect(problem).toMatchObject({
      code: 'ssh-auth-refused',
      detail: expect.stringContaining('Too many authentication failures'),
    })
  })
})

describe('what is no SSH server', () => {
  const target = (port: number) => ({ host: '127.0.0.1', port, user: 'root' })
  const signer = testSigner()

  it('tells an HTTP server by its words', async () => {
    const server = createHttpServer()
    const port = await listenOn(server)
    const problem = await failure(latchkeySsh().login(target(port), signer))
    server.close()
    expect(problem.code).toBe('ssh-not-ssh')
    expect(problem.advice).toMatch(/^It said: HTTP\/1\.1 400 .* Check the address and the port\.$/)
  })

  it('tells a port where nothing listens', async () => {
    const problem = await failure(latchkeySsh().login(target(await freePort()), signer))
    expect(problem).toMatchObject({ code: 'ssh-unreachable', retryable: true })
    expect(problem.message).toContain('Nothing accepts connections')
  })

  it('tells a name that is not known', async () => {
    const problem = await failure(
      latchkeySsh().login({ host: 'no-such-host.invalid', port: 22, user: 'x' }, signer),
    )
    expect(problem.code).toBe('ssh-unreachable')
    expect(problem.message).toMatch(/no-such-host\.invalid/)
  })

  it.each([
    ['is silent', () => undefined, 'ssh-timeout'],
    ['closes at once', (socket: Socket) => socket.end(), 'ssh-closed'],
    ['turns us away', (socket: Socket) => socket.end('Exceeded MaxStartups\r\n'), 'ssh-closed'],
    ['speaks SSH 1', (socket: Socket) => socket.write('SSH-1.5-old\r\n'), 'ssh-not-ssh'],
    ['sends noise', (socket: Socket) => socket.end(Buffer.alloc(20_000, 0xff)), 'ssh-not-ssh'],
  ] as const)('tells a port that %s', async (_what, behave, code) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      behave(socket)
    })
    const port = await listenOn(server)
    const problem = await failure(latchkeySsh().login(target(port), signer, { timeoutMs: 700 }))
    server.close()
    expect(problem.code).toBe(code)
  })
})

describe.runIf(process.env.CI || (await dropbearUsable()))('logging in to dropbear', () => {
  it.each(['ed25519', 'rsa', 'ecdsa-256'] as TestKeyType[])('with a key of type %s', async (type) => {
    const signer = testSigner(type)
    const dropbear = await startDropbear(await mkdtemp(join(dir, 'dropbear-')), signer.publicLine)
    try {
      const connection = await latchkeySsh().login(dropbear.target, signer)
      expect(await exec(connection, 'echo in')).toBe('in\n')
      connection.end()
    } finally {
      await dropbear.stop()
    }
  })
})

function recordOf({ keyId: id, publicBlob }: TestSigner): KeyRecord {
  const { type, bits } = publicKeyFacts(publicBlob)
  const blob = Buffer.from(publicBlob).toString('base64')
  const createdAt = '2026-01-01T00:00:00.000Z'
  const known = { id, name: id, type, bits, blob, createdAt }
  return { ...plainNotes, ...known, phase: 'stored', comment: '', origin: 'generated' }
}

/** What clients asked about, from sshd's debug lines. */
function offeredKeys(log: string): string[] {
  return [...log.matchAll(/publickey test pkalg \S+ pkblob \S+ (SHA256:\S+)/g)].map((match) => match[1] ?? '')
}

async function startAgentWithKeys(folder: string, count: number) {
  const socket = join(folder, 'agent.sock')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  await until('ssh-agent listens', async () => (await run('ssh-add', ['-l'], agentEnv(socket))).code === 1)
  for (let i = 0; i < count; i++) {
    const path = join(folder, `agent-key-${i}`)
    await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
    await runOk('ssh-add', ['-q', path], agentEnv(socket))
  }
  return { socket, stop: () => killTree(agent) }
}

const agentEnv = (socket: string) => ({ env: { ...process.env, SSH_AUTH_SOCK: socket } })
