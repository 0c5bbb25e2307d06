import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forwardsLab } from '../helpers/forwards-lab.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { freePort } from '../helpers/ports.js'
import { run, until } from '../helpers/processes.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'

const signer = testSigner()
const PAGE = Buffer.from(randomBytes(150_000).toString('hex'))
const free = { host: '127.0.0.1', port: 0 }
let dir: string
let sshd: Sshd
let proxy: TcpProxy
let page: { host: string; port: number }
const servers: { close(): unknown }[] = []
const labs: ReturnType<typeof forwardsLab>[] = []

/** Forwards over the proxy, which can cut their connection. */
function setUp(
  target: { host: string; port: number; user: string } = { ...proxy, host: '127.0.0.1', user: sshd.user },
  options: Parameters<typeof forwardsLab>[2] = {},
) {
  const lab = forwardsLab(target, signer, options)
  labs.push(lab)
  return lab
}

async function listening(server: Server): Promise<{ host: string; port: number }> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** A server on which each connection is handed to `on`, with half of it able to end. */
const tcp = (on: (socket: Socket) => void) =>
  listening(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined)
      on(socket)
    }),
  )

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)

/** What curl gets, and its exit code. */
async function curl(...args: string[]): Promise<{ code: number | null; sha: string }> {
  const { code, stdout } = await run('curl', ['-sS', '--max-time', '20', ...args])
  return { code, sha: sha256(Buffer.from(stdout)) }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe.runIf((sshdInstalled && existsSync('/usr/bin/curl')) || process.env.CI)(
  'forwards on a real sshd',
  () => {
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'latchkey-forwards-'))
      sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
      proxy = await startTcpProxy(sshd)
      page = await listening(createHttpServer((_request, response) => response.end(PAGE)))
    })
    afterAll(async () => {
      await Promise.all(labs.map(({ forwards }) => forwards.closeAll()))
      for (const server of servers) server.close()
      await proxy?.stop()
      await sshd?.stop()
      await rm(dir, { recursive: true, force: true })
    })

    it('take curl through each kind, and count what went through', async () => {
      const { up, when, forwards } = setUp()
      const local = await up({ kind: 'local', listen: free, to: page })
      const remote = await up({ kind: 'remote', listen: free, to: page })
      const dynamic = await up({ kind: 'dynamic', listen: free })
      const at = `http://127.0.0.1:${page.port}/`
      const named = `http://localhost:${page.port}/`
      const socks = `127.0.0.1:${dynamic.port}`
      const got = [
        await curl(`http://127.0.0.1:${local.port}/`),
        await curl(`http://127.0.0.1:${remote.port}/`),
        await curl('--socks5', socks, at),
        await curl('--socks5-hostname', socks, named),
        await curl('--socks4', socks, at),
        await curl('--socks4a', socks, named),
      ]
      for (const { code, sha } of got) expect({ code, sha }).toEqual({ code: 0, sha: sha256(PAGE) })
      for (const [{ id }, times] of [
        [local, 1],
        [remote, 1],
        [dynamic, 4],
      ] as const) {
        const told = await when(id, (one) => one.connections.open === 0 && one.connections.total === times)
        const [more, less] =
          told.options.kind === 'remote' ? [told.bytes.out, told.bytes.in] : [told.bytes.in, told.bytes.out]
        expect(more).toBeGreaterThan(PAGE.length * times)
        expect(less).toBeGreaterThan(50)
        expect(less).toBeLessThan(5000)
        await forwards.stop({ id }, {})
      }
      expect((await curl(`http://127.0.0.1:${local.port}/`)).code).toBe(7)
      await until(
        'the server stopped listening',
        async () => (await curl(`http://127.0.0.1:${remote.port}/`)).code === 7,
      )
      expect(proxy.open()).toBeLessThanOrEqual(1)
    })

    it('carry a hundred connections at once through one SOCKS proxy without losing a byte', async () => {
      const echo = await tcp((socket) => socket.pipe(socket))
      const { up, when } = setUp()
      const { id, port } = await up({ kind: 'dynamic', listen: free })
      const one = async (n: number) => {
        const sent = randomBytes(100_000 + n * 1000)
        const socket = connect({ host: '127.0.0.1', port: port ?? 0, allowHalfOpen: true })
        socket.write(Buffer.from([5, 1, 0]))
        const ask = Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, echo.port >> 8, echo.port & 255])
        socket.end(Buffer.concat([ask, sent]))
        const pieces: Buffer[] = []
        for await (const piece of socket) pieces.push(piece)
        const all = Buffer.concat(pieces)
        expect([...all.subarray(0, 4)]).toEqual([5, 0, 5, 0])
        return sha256(all.subarray(12)) === sha256(sent)
      }
      const whole = await Promise.all(Array.from({ length: 100 }, (_, n) => one(n)))
      expect(whole.filter((is) => is)).toHaveLength(100)
      const told = await when(id, ({ connections }) => connections.total === 100 && connections.open === 0)
      expect(told.connections.refused).toBe(0)
    })

    it('pass each side’s end on by itself', async () => {
      const late = await tcp((socket) => {
        const pieces: Buffer[] = []
        socket.on('data', (piece) => pieces.push(piece))
        socket.on('end', () => socket.end(`got ${Buffer.concat(pieces).length}, and this after your end`))
      })
      const { up } = setUp()
      for (const kind of ['local', 'remote'] as const) {
        const { port } = await up({ kind, listen: free, to: late })
        const socket = connect({ host: '127.0.0.1', port: port ?? 0, allowHalfOpen: true })
        socket.end(Buffer.alloc(3_000_000))
        let text = ''
        for await (const piece of socket) text += piece
        expect(text).toBe('got 3000000, and this after your end')
      }
    })

    it('hold no more than their windows where nobody reads, and go on when somebody does', async () => {
      const TOTAL = 60_000_000
      const flood = await tcp((socket) => socket.end(Buffer.alloc(TOTAL, 1)))
      const { up, when } = setUp()
      const { id, port } = await up({ kind: 'local', listen: free, to: flood })
      const socket = connect({ host: '127.0.0.1', port: port ?? 0 })
      socket.pause()
      const stuck = await when(id, ({ bytes }) => bytes.in > 1_000_000)
      let last = stuck.bytes.in
      let still = 0
      await until('no more comes', async () => {
        const now = (await when(id, () => true)).bytes.in
        still = now === last ? still + 1 : 0
        last = now
        return still === 10
      })
      expect(last).toBeLessThan(20_000_000)
      let got = 0
      for await (const piece of socket) got += piece.length
      expect(got).toBe(TOTAL)
    })

    it('say that a port is taken, and that the server does not listen', async () => {
      const { up, forwards, when } = setUp()
      const taken = await up({ kind: 'local', listen: page, to: page })
      expect(taken).toMatchObject({
        state: 'failed',
        problem: {
          code: 'forward-port-taken',
          message: expect.stringContaining(`Port ${page.port} is taken`),
        },
      })
      expect(await up({ kind: 'local', listen: { host: '192.0.2.77', port: 0 }, to: page })).toMatchObject({
        problem: { code: 'forward-port-refused', message: expect.stringContaining('192.0.2.77') },
      })
      expect(await up({ kind: 'remote', listen: page, to: page })).toMatchObject({
        state: 'failed',
        problem: { code: 'forward-refused' },
      })
      const { id, options, instanceId } = taken
      await forwards.change({ id, instanceId, options: { ...options, listen: free } }, {})
      await forwards.start({ id }, {})
      const now = await when(id, ({ state }) => state === 'up')
      expect((await curl(`http://127.0.0.1:${now.port}/`)).code).toBe(0)
    })

    it.runIf(hasIpv6)(
      'listen on both addresses of localhost, or on none and say which one is taken',
      async () => {
        const { up, when, forwards } = setUp()
        const both = await up({ kind: 'local', listen: { host: 'localhost', port: 0 }, to: page })
        for (const host of ['127.0.0.1', '[::1]'])
          expect((await curl(`http://${host}:${both.port}/`)).sha, host).toBe(sha256(PAGE))
        await forwards.stop({ id: both.id }, {})
        for (const host of ['127.0.0.1', '[::1]'])
          expect((await curl(`http://${host}:${both.port}/`)).code, host).toBe(7)

        const other = createServer()
        servers.push(other)
        await new Promise<void>((resolve) => other.listen({ host: '::1', port: 0 }, resolve))
        const { port } = other.address() as AddressInfo
        const taken = await up({ kind: 'dynamic', listen: { host: 'localhost', port } })
        expect(taken).toMatchObject({
          state: 'failed',
          problem: {
            code: 'forward-port-taken',
            message: `Port ${port} is taken: a program listens on [::1]:${port} already.`,
          },
        })
        expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(7)
        await new Promise((resolve) => other.close(resolve))
        await forwards.start({ id: taken.id }, {})
        await when(taken.id, ({ state }) => state === 'up')
      },
    )

    it('say of each connection why its target could not be reached, and go on', async () => {
      const { up, when } = setUp()
      const closed = { host: '127.0.0.1', port: await freePort() }
      const local = await up({ kind: 'local', listen: free, to: closed })
      expect((await curl(`http://127.0.0.1:${local.port}/`)).code).not.toBe(0)
      expect(await when(local.id, ({ connections }) => connections.refused === 1)).toMatchObject({
        state: 'up',
        lastRefusal: { message: `127.0.0.1:${closed.port} refuses connections.` },
      })
      const remote = await up({ kind: 'remote', listen: free, to: closed })
      expect((await curl(`http://127.0.0.1:${remote.port}/`)).code).not.toBe(0)
      expect(await when(remote.id, ({ connections }) => connections.refused === 1)).toMatchObject({
        state: 'up',
        lastRefusal: {
          message: `127.0.0.1:${closed.port} could not be reached from this computer: it refuses connections.`,
        },
      })
      const dynamic = await up({ kind: 'dynamic', listen: free })
      const through = ['--socks5-hostname', `127.0.0.1:${dynamic.port}`]
      expect(await curl(...through, `http://127.0.0.1:${closed.port}/`)).toMatchObject({ code: 97 })
      expect(await curl(...through, 'http://no-such-host.invalid/')).toMatchObject({ code: 97 })
      const told = await when(dynamic.id, ({ connections }) => connections.refused === 2)
      expect(told.lastRefusal?.message).toContain('no-such-host.invalid:80')
    })

    it('say it where the server forbids forwarding', async () => {
      const own = await mkdtemp(join(dir, 'no-'))
      const strict = await startSshd({
        dir: own,
        authorizedKeys: [signer.publicLine],
        config: ['AllowTcpForwarding no'],
      })
      const { up, when, forwards } = setUp(strict)
      const local = await up({ kind: 'local', listen: free, to: page })
      expect((await curl(`http://127.0.0.1:${local.port}/`)).code).not.toBe(0)
      const told = await when(local.id, ({ connections }) => connections.refused === 1)
      expect(told.lastRefusal?.message).toContain('not allowed by the server (AllowTcpForwarding')
      expect(await up({ kind: 'remote', listen: free, to: page })).toMatchObject({
        problem: { code: 'forward-refused', advice: expect.stringContaining('AllowTcpForwarding') },
      })
      await forwards.closeAll()
      await strict.stop()
    })

    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address

    it.runIf(outside)(
      'are open to other computers only where that is asked for, on the server only where its GatewayPorts allows',
      async () => {
        const own = await mkdtemp(join(dir, 'open-'))
        const open = await startSshd({
          dir: own,
          authorizedKeys: [signer.publicLine],
          config: ['GatewayPorts clientspecified'],
        })
        const [strict, gateway] = [setUp(), setUp(open)]
        const everywhere = { host: '0.0.0.0', port: 0 }
        const from = async ({ port }: { port: number | null }) =>
          (await curl(`http://${outside}:${port}/`)).code
        expect(await from(await strict.up({ kind: 'local', listen: free, to: page }))).toBe(7)
        expect(await from(await strict.up({ kind: 'local', listen: everywhere, to: page }))).toBe(0)
        expect(await from(await strict.up({ kind: 'remote', listen: everywhere, to: page }))).toBe(7)
        expect(await from(await gateway.up({ kind: 'remote', listen: everywhere, to: page }))).toBe(0)
        expect(await from(await gateway.up({ kind: 'remote', listen: free, to: page }))).toBe(7)
        await gateway.forwards.closeAll()
        await open.stop()
      },
    )

    it('cut what they carry when the connection is lost, so that half a file is not taken for a whole one', async () => {
      const endless = await tcp((socket) => {
        socket.write('the first half')
      })
      const { up, when } = setUp()
      const { id, port } = await up({ kind: 'local', listen: free, to: endless })
      const socket = connect({ host: '127.0.0.1', port: port ?? 0 })
      const end = new Promise<string>((resolve) => {
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
        socket.on('end', () => resolve('a clean end'))
      })
      await new Promise((resolve) => socket.once('data', resolve))
      proxy.cut()
      expect(await end).toBe('ECONNRESET')
      expect(await when(id, ({ state }) => state === 'failed')).toMatchObject({
        port: null,
        connections: { open: 0 },
        problem: { code: 'ssh-closed' },
      })
      expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(7)
    })

    it('connect again by themselves where that is wanted, and say so meanwhile', async () => {
      const { up, when, forwards } = setUp()
      const port = await freePort()
      const { id } = await up({ kind: 'local', listen: { host: '127.0.0.1', port }, to: page, keepUp: true })
      const anywhere = await up({ kind: 'local', listen: free, to: page, keepUp: true })
      proxy.cut()
      const waiting = await when(id, ({ state }) => state === 'waiting')
      expect(waiting).toMatchObject({ problem: { code: 'ssh-closed' }, retryAt: expect.any(String) })
      await when(id, ({ state }) => state === 'up')
      expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(0)
      const again = await when(anywhere.id, ({ state }) => state === 'up')
      expect(again.port).toBe(anywhere.port) // programs know it
      expect((await curl(`http://127.0.0.1:${again.port}/`)).code).toBe(0)
      await forwards.stop({ id: anywhere.id }, {})
      proxy.cut()
      await when(id, ({ state }) => state === 'waiting')
      await forwards.stop({ id }, {})
      expect(await when(id, ({ state }) => state === 'stopped')).toMatchObject({
        problem: null,
        retryAt: null,
      })
    })

    it('that are kept up wait for a locked vault, and are up again once it is open', async () => {
      const never = (signal?: AbortSignal) =>
        new Promise<void>((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        )
      // The first attempt is after a second. What comes then is not by the clock.
      const sleep: typeof systemClock.sleep = (ms, signal) =>
        ms > 1_000 ? never(signal) : systemClock.sleep(ms, signal)
      const { up, when, lockVault, openVault, forwards } = setUp(undefined, {
        clock: { ...systemClock, sleep },
      })
      const { id } = await up({ kind: 'local', listen: free, to: page, keepUp: true })
      lockVault()
      proxy.cut()
      const waiting = await when(
        id,
        ({ state, problem }) => state === 'waiting' && problem?.code === 'vault-locked',
      )
      expect(waiting).toMatchObject({ retryAt: null, port: null })
      openVault()
      const { port } = await when(id, ({ state }) => state === 'up')
      expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(0)
      await forwards.closeAll()
    })

    it('that are kept up ask a person once', async () => {
      const own = await startSshd({
        dir: await mkdtemp(join(dir, 'anew-')),
        authorizedKeys: [signer.publicLine],
      })
      const answer = ({ kind }: { kind: string }) =>
        kind === 'host-key-changed' ? ({ kind: 'no' } as const) : ({ kind: 'trust' } as const)
      const ssh = latchkeySsh(answer)
      const { up, when, forwards } = setUp(own, { ssh })
      const { id } = await up({ kind: 'local', listen: free, to: page, keepUp: true })
      await own.restart({ newHostKeys: true })
      expect(await when(id, ({ state }) => state === 'failed')).toMatchObject({
        problem: { code: 'ssh-host-key-changed' },
        retryAt: null,
      })
      expect(ssh.asked.map(({ kind }) => kind)).toEqual(['host-key-unknown', 'host-key-changed'])
      await forwards.closeAll()
      await own.stop()
    })

    it('start with the first terminal and stop with its last, over its connection', async () => {
      const { forwards, when, open, sessions } = setUp()
      const options = {
        kind: 'local' as const,
        name: '',
        listen: free,
        to: page,
        withSession: true,
        keepUp: false,
      }
      await until('the connections of others are closed', () => proxy.open() === 0)
      const { id } = await forwards.create({ instanceId: 'a/1', options }, {})
      const first = await open()
      const { port } = await when(id, ({ state }) => state === 'up')
      expect(proxy.open()).toBe(1)
      const second = await open()
      await sessions.close({ id: first.id }, {})
      expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(0)
      await sessions.close({ id: second.id }, {})
      await when(id, ({ state }) => state === 'stopped')
      await until('every connection is closed', () => proxy.open() === 0)
    })

    it('go on while only their name and the like are changed, and are started anew elsewhere', async () => {
      const echo = await tcp((socket) => socket.pipe(socket))
      const { up, when, forwards } = setUp()
      const { id, instanceId, options, port } = await up({ kind: 'local', listen: free, to: echo })
      const socket = connect({ host: '127.0.0.1', port: port ?? 0 })
      const cut = new Promise<void>((resolve) => socket.once('error', () => resolve()))
      const said = (text: string) =>
        new Promise<string>((resolve) => {
          socket.once('data', (piece) => resolve(piece.toString()))
          socket.write(text)
        })
      expect(await said('before')).toBe('before')
      const renamed = { ...options, name: 'echo', keepUp: true }
      await forwards.change({ id, instanceId, options: renamed }, {})
      expect(await said('after')).toBe('after')
      proxy.cut()
      await cut
      await when(id, ({ state }) => state === 'waiting') // it is kept up now
      await when(id, ({ state }) => state === 'up')
      await forwards.change({ id, instanceId, options: { ...renamed, kind: 'local', to: page } }, {})
      const elsewhere = await when(id, ({ state }) => state === 'up')
      expect((await curl(`http://127.0.0.1:${elsewhere.port}/`)).code).toBe(0)
      await forwards.closeAll()
    })

    it('are put back with their id where they stood, and run again if they did', async () => {
      const { up, when, forwards, profile } = setUp()
      const { id } = await up({ kind: 'local', listen: free, to: page })
      const options = { kind: 'dynamic' as const, name: '', listen: free, withSession: false, keepUp: false }
      const stopped = await forwards.create({ instanceId: 'a/1', options }, {})
      const before = profile.read().forwards
      await forwards.remove({ id }, {})
      await forwards.remove({ id: stopped.id }, {})
      await forwards.putBack({ id: stopped.id }, {})
      await forwards.putBack({ id }, {})
      expect(profile.read().forwards).toEqual(before)
      const { port } = await when(id, ({ state }) => state === 'up')
      expect((await curl(`http://127.0.0.1:${port}/`)).sha).toBe(sha256(PAGE))
      await when(stopped.id, ({ state }) => state === 'stopped')
      await expect(forwards.putBack({ id }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    })

    it('are gone when they are removed, and not known then', async () => {
      const { up, forwards, profile } = setUp()
      const { id, port } = await up({ kind: 'local', listen: free, to: page })
      await forwards.remove({ id }, {})
      expect(profile.read().forwards).toEqual([])
      expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(7)
      await expect(forwards.start({ id }, {})).rejects.toMatchObject({ code: 'forward-not-found' })
    })
  },
)
