import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RouteProxy } from '../../contract/route.js'
import { freePort } from '../helpers/ports.js'
import {
  PROXY_LOGIN,
  proxiesInstalled,
  type RealProxy,
  startHttpProxy,
  startSocks5,
} from '../helpers/proxies.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { idOf, waysLab } from '../helpers/ways-lab.js'

let dir: string
let sshd: Sshd
const signer = testSigner('ed25519', 'key-of-web')
const toStop: (() => unknown)[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-proxies-'))
  if (!sshdInstalled) return
  sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
})
afterEach(async () => {
  await Promise.all(toStop.splice(0).map((stop) => stop()))
})
afterAll(async () => {
  await sshd?.stop()
  await rm(dir, { recursive: true, force: true })
})

type Kind = RouteProxy['kind']
type Login = { user: string; password: string } | null

/** Opens a session on the sshd through the proxy, and answers its first status that is not connecting. */
async function through(kind: Kind, { port }: { port: number }, login: Login = null, host = sshd.host) {
  const proxy = { kind, host: '127.0.0.1', port, user: login?.user ?? null, passwordId: login && 'p' }
  const web = {
    name: 'web',
    host,
    port: sshd.port,
    user: sshd.user,
    signer,
    options: { proxy, connectSeconds: 5 },
  }
  const lab = waysLab([web], login === null ? {} : { proxyPassword: login.password })
  toStop.push(lab.close)
  const opened = await lab.open('web')
  return { ...opened, lab }
}

async function real(kind: Kind, options: { login?: boolean; ports?: number[] } = {}): Promise<RealProxy> {
  const proxy = await (kind === 'socks5' ? startSocks5(options) : startHttpProxy(dir, options))
  toStop.push(proxy.stop)
  return proxy
}

/** Something that is no proxy, or a bad one. */
async function odd(answer: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    answer(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toStop.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return server.address() as { port: number }
}

const kinds: { kind: Kind; name: string }[] = [
  { kind: 'socks5', name: 'SOCKS5 proxy' },
  { kind: 'http-connect', name: 'HTTP proxy' },
]

describe.runIf((sshdInstalled && proxiesInstalled) || process.env.CI)('through real proxies', () => {
  it.each(kinds)('$kind: connects, with the name looked up by the proxy', async ({ kind, name }) => {
    const proxy = await real(kind)
    const { status } = await through(kind, proxy, null, 'localhost')
    expect(status).toMatchObject({ state: 'open', proxy: `${name} 127.0.0.1 port ${proxy.port}` })
  })

  it.each(kinds)('$kind: logs in with the user and the password', async ({ kind }) => {
    expect((await through(kind, await real(kind, { login: true }), PROXY_LOGIN)).status.state).toBe('open')
  })

  it.each(kinds)('$kind: says that the password is refused, or missing', async ({ kind, name }) => {
    const proxy = await real(kind, { login: true })
    const wrong = await through(kind, proxy, { user: 'ada', password: 'wrong' })
    expect(wrong.status.problem).toMatchObject({ code: 'ssh-proxy-failed' })
    expect(wrong.status.problem?.message).toBe(
      `The ${name} 127.0.0.1 port ${proxy.port} refused the user ada or the password.`,
    )
    const none = await through(kind, proxy)
    expect(none.status.problem?.message).toBe(
      `The ${name} 127.0.0.1 port ${proxy.port} wants a user and a password.`,
    )
    expect(JSON.stringify([wrong.status, wrong.lab.log])).not.toContain('wrong')
  })

  it('says that an HTTP proxy allows other ports only', async () => {
    const proxy = await real('http-connect', { ports: [443] })
    const { status } = await through('http-connect', proxy)
    expect(status.problem?.message).toMatch(/^The HTTP proxy .* does not allow connections to /)
  })

  it('says that nobody listens where the proxy was sent', async () => {
    const proxy = await real('socks5')
    const gone = await freePort()
    const lab = waysLab([
      {
        ...{ name: 'web', host: '127.0.0.1', port: gone, user: 'u', signer },
        options: { proxy: { kind: 'socks5', ...proxy, user: null, passwordId: null } },
      },
    ])
    toStop.push(lab.close)
    const { status } = await lab.open('web')
    expect(status.problem).toMatchObject({ code: 'ssh-unreachable' })
    expect(status.problem?.message).toMatch(/can't connect to 127.0.0.1 port/)
  })

  it('reaches the first jump host through the proxy, and the rest through that', async () => {
    const proxy = await real('socks5')
    const edge = { name: 'edge', host: sshd.host, port: sshd.port, user: sshd.user, signer }
    const options = { proxy: { kind: 'socks5' as const, ...proxy, user: null, passwordId: null } }
    const route = { via: 'jumps' as const, jumps: [idOf('edge')] }
    const lab = waysLab([edge, { ...edge, name: 'db', options: { ...options, route } }])
    toStop.push(lab.close)
    const { status } = await lab.open('db')
    expect(status).toMatchObject({
      state: 'open',
      hops: [{ name: 'edge' }],
      proxy: expect.stringContaining('SOCKS5'),
    })
    await proxy.stop()
    const lost = await lab.statusWhen(status.id, ({ state }) => state === 'closed')
    expect(lost.problem?.message).toContain('The connection to the jump host edge was lost')
  })
})

describe.runIf(sshdInstalled || process.env.CI)('what is no proxy', () => {
  it.each(kinds)('$kind: nobody is there', async ({ kind, name }) => {
    const port = await freePort()
    const { status } = await through(kind, { port })
    expect(status.problem).toMatchObject({ message: `The ${name} 127.0.0.1 port ${port} can't be reached.` })
  })

  it.each(kinds)('$kind: rubbish is said to be that', async ({ kind }) => {
    const { port } = await odd((socket) => socket.write('220 mail.example.org ESMTP\r\n\r\n'))
    const { status } = await through(kind, { port })
    expect(status.problem?.message).toMatch(
      new RegExp(`^What listens at 127.0.0.1 port ${port} is not an? (SOCKS5|HTTP) proxy.$`),
    )
    expect(status.problem?.advice).toContain('It said: 220 mail.example.org ESMTP.')
  })

  it.each(kinds)('$kind: an SSH server, which waits for more', async ({ kind }) => {
    const { port } = await odd((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))
    const { status } = await through(kind, { port })
    expect(status.problem?.message).toMatch(/^What listens at .* is not an? (SOCKS5|HTTP) proxy.$/)
    expect(status.problem?.advice).toContain('It said: SSH-2.0-OpenSSH_9.2.')
  })

  it('says that an HTTP proxy wants a login of another kind', async () => {
    const kinds = ['Negotiate', 'NTLM'].map((kind) => `Proxy-Authenticate: ${kind}\r\n`).join('')
    const answer = `HTTP/1.1 407 Proxy Authentication Required\r\n${kinds}\r\n`
    const { port } = await odd((socket) => socket.once('data', () => socket.write(answer)))
    const { status } = await through('http-connect', { port }, { user: 'me', password: 'secret' })
    expect(status.problem?.message).toContain('wants a login of a kind that Latchkey does not have')
  })

  it.each([
    (token: string) => `HTTP/1.1 400 Not good: ${token}\r\n\r\n`,
    (token: string) => `HTTP/1.1 407 No such login: ${Buffer.from(token, 'base64')}\r\n\r\n`,
    (token: string) => `unknown: ${token}\n\n`,
  ])('http-connect: what repeats the login in its refusal is not quoted (%#)', async (says) => {
    const { port } = await odd((socket) =>
      socket.once('data', (sent) => socket.end(says(/Basic (\S+)/.exec(String(sent))?.[1] ?? ''))),
    )
    const { status, lab } = await through(
      'http-connect',
      { port },
      { user: 'me', password: 'pass-word-4711' },
    )
    expect(status.state).toBe('closed')
    const told = JSON.stringify([status, lab.log])
    for (const secret of ['4711', Buffer.from('me:pass-word-4711').toString('base64').slice(0, 16)])
      expect(told).not.toContain(secret)
  })

  it.each(kinds)('$kind: one that hangs up, and one that says nothing', async ({ kind, name }) => {
    const rude = await odd((socket) => socket.once('data', () => socket.end()))
    expect((await through(kind, rude)).status.problem?.message).toBe(
      `The ${name} 127.0.0.1 port ${rude.port} ended the connection without an answer.`,
    )
    const mute = await odd(() => undefined)
    expect((await through(kind, mute)).status.problem?.message).toBe(
      `The ${name} 127.0.0.1 port ${mute.port} does not answer what it is asked.`,
    )
  })
})
