import { on, once } from 'node:events'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type FakeWebHost, startFakeWebHost } from '../helpers/fake-web-host.js'
import { rawHttp, statusOf } from '../helpers/raw-http.js'

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', body: Buffer.from('<title>Latchkey</title>') }],
  ['/assets/app.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from('1') }],
])
let host: FakeWebHost
let now = Date.now()
beforeAll(async () => {
  host = await startFakeWebHost({ files, now: () => now })
})
afterAll(() => host.close())

const authority = () => `127.0.0.1:${host.port}`
const get = (path: string, headers: string[] = [`Host: ${authority()}`]) =>
  rawHttp(host.port, [`GET ${path} HTTP/1.1`, ...headers, 'Connection: close'])
const post = (path: string, body: string, origin: string | null = host.origin) =>
  rawHttp(
    host.port,
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${authority()}`,
      ...(origin === null ? [] : [`Origin: ${origin}`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ],
    body,
  )
const redeem = (ticket: string, origin?: string | null) => post('/ticket', JSON.stringify({ ticket }), origin)

const upgradeHeaders = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]
const refusedUpgrade = (headers: string[], path = '/rpc') =>
  rawHttp(host.port, [`GET ${path} HTTP/1.1`, ...upgradeHeaders, ...headers]).then(statusOf)

/** Connects as our own page does and resolves with the subprotocol that the host chose. */
function connects(path: string, subprotocols: string[], origin = host.origin): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${authority()}${path}`, subprotocols, { origin })
    socket.on('error', reject)
    socket.on('open', () => {
      resolve(socket.protocol)
      socket.terminate()
    })
  })
}

describe('a refused WebSocket', () => {
  it('keeps no connection, also where the other side does not hang up', async () => {
    const own = await startFakeWebHost({ files })
    const socket = connect({ host: '127.0.0.1', port: own.port, allowHalfOpen: true })
    const ended = once(socket, 'end')
    socket.write([`GET /rpc HTTP/1.1`, ...upgradeHeaders, `Host: evil.example`, '', ''].join('\r\n'))
    socket.resume()
    await ended
    await own.close()
    socket.destroy()
  })
})

describe('the host that a request names', () => {
  it('serves the page under its exact address', async () => {
    const answer = await get('/')
    expect(statusOf(answer)).toBe(200)
    expect(answer).toContain('<title>Latchkey</title>')
  })

  it.each([
    ['another name, as after DNS rebinding', () => ['Host: evil.example']],
    ['a name that resolves here', () => [`Host: localhost:${host.port}`]],
    ['the address without the port', () => ['Host: 127.0.0.1']],
    ['another port', () => ['Host: 127.0.0.1:1']],
    ['two, ours first', () => [`Host: ${authority()}`, 'Host: evil.example']],
    ['two, ours last', () => ['Host: evil.example', `Host: ${authority()}`]],
  ])('refuses %s', async (_name, headers) => {
    expect(statusOf(await get('/', headers()))).toBe(403)
    expect(await refusedUpgrade([...headers(), `Origin: ${host.origin}`])).toBe(403)
  })

  it('refuses a request without any', async () => {
    expect(statusOf(await get('/', []))).toBe(400)
    expect(statusOf(await rawHttp(host.port, ['GET / HTTP/1.0']))).toBe(403)
  })

  it('listens on 127.0.0.1 and on no other address', async () => {
    const others = [
      '::1',
      ...Object.values(networkInterfaces())
        .flatMap((all) => all ?? [])
        .map(addressOf),
    ]
    for (const address of others.filter((one) => one !== '127.0.0.1')) await expectFree(address, host.port)
  })
})

const addressOf = ({ address, scopeid }: { address: string; scopeid?: number }) =>
  scopeid ? `${address}%${scopeid}` : address

/** Resolves if we can listen there ourselves, so nobody else does. An address that can't be used at all counts as free. */
function expectFree(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? reject(error) : resolve(),
    )
    server.listen({ host: address, port, ipv6Only: address.includes(':') }, () =>
      server.close(() => resolve()),
    )
  })
}

describe('the origin that a request comes from', () => {
  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', ''])(
    'refuses "%s", on reads, tickets and upgrades',
    async (origin) => {
      const ticket = host.ticket()
      const token = await host.token()
      const protocol = `Sec-WebSocket-Protocol: latchkey.${token}`
      expect(statusOf(await get('/', [`Host: ${authority()}`, `Origin: ${origin}`]))).toBe(403)
      expect(statusOf(await redeem(ticket, origin))).toBe(403)
      expect(await refusedUpgrade([`Host: ${authority()}`, `Origin: ${origin}`, protocol])).toBe(403)
      expect(statusOf(await redeem(ticket)), 'the ticket is not used up by a stranger').toBe(200)
    },
  )

  it('refuses a second Origin beside ours', async () => {
    const headers = [`Host: ${authority()}`, `Origin: ${host.origin}`, 'Origin: http://evil.example']
    expect(statusOf(await get('/', headers))).toBe(403)
  })

  it('refuses tickets and upgrades without one', async () => {
    const protocol = `Sec-WebSocket-Protocol: latchkey.${await host.token()}`
    expect(statusOf(await redeem(host.ticket(), null))).toBe(403)
    expect(await refusedUpgrade([`Host: ${authority()}`, protocol])).toBe(403)
  })

  it('lets nobody read across origins', async () => {
    expect((await get('/')).toLowerCase()).not.toContain('access-control-allow')
    const preflight = await rawHttp(host.port, [
      'OPTIONS /ticket HTTP/1.1',
      `Host: ${authority()}`,
      'Origin: http://evil.example',
      'Connection: close',
    ])
    expect(statusOf(preflight)).toBe(403)
  })
})

describe('the ticket', () => {
  it('is exchanged for the token once', async () => {
    const ticket = host.ticket()
    const first = await redeem(ticket)
    expect(statusOf(first)).toBe(200)
    expect(first).toMatch(/\{"token":"[\w-]{43}"\}/)
    const second = await redeem(ticket)
    expect(statusOf(second)).toBe(403)
    expect(second).not.toContain('token"')
  })

  it('is worthless after its time', async () => {
    const ticket = host.ticket(60_000)
    now += 60_001
    expect(statusOf(await redeem(ticket))).toBe(403)
  })

  it.each(['{}', '[]', 'null', '{"ticket":1}', '{"ticket":""}', '{"ticket":"x"}', 'not json', ''])(
    'is not %s',
    async (body) => {
      expect(statusOf(await post('/ticket', body))).toBe(403)
    },
  )

  it('has 256 random bits and stands in the fragment only', () => {
    const url = new URL(host.newUrl(1_000))
    expect(url.search).toBe('')
    expect(url.hash).toMatch(/^#ticket=[\w-]{43}$/)
    expect(host.newUrl(1_000)).not.toBe(url.href)
  })
})

describe('the token', () => {
  it('opens the RPC socket and is named back as its subprotocol', async () => {
    const token = await host.token()
    expect(await connects('/rpc', [`latchkey.${token}`])).toBe(`latchkey.${token}`)
  })

  it.each([
    ['no subprotocol', () => []],
    ['a wrong one', () => ['Sec-WebSocket-Protocol: latchkey.AAAA']],
    ['an empty one', () => ['Sec-WebSocket-Protocol: latchkey.']],
    ['the ticket itself', () => [`Sec-WebSocket-Protocol: latchkey.${host.ticket()}`]],
  ])('is needed: %s is refused', async (_name, headers) => {
    const base = [`Host: ${authority()}`, `Origin: ${host.origin}`]
    expect(await refusedUpgrade([...base, ...headers()])).toBe(401)
    expect(await refusedUpgrade([...base, ...headers()], '/terminal/s1')).toBe(401)
  })

  it('is taken from nowhere else', async () => {
    const token = await host.token()
    const base = [`Host: ${authority()}`, `Origin: ${host.origin}`]
    expect(await refusedUpgrade([...base, `Cookie: token=${token}; latchkey.token=${token}`])).toBe(401)
    expect(await refusedUpgrade([...base, `Authorization: Bearer ${token}`])).toBe(401)
    expect(await refusedUpgrade(base, `/rpc?token=${token}`)).toBe(404)
  })

  it('can be asked about after a restart of the host', async () => {
    const token = await host.token()
    expect(statusOf(await post('/token', JSON.stringify({ token })))).toBe(204)
    expect(statusOf(await post('/token', JSON.stringify({ token: 'of-another-run' })))).toBe(403)
  })

  it('is another in each run', async () => {
    const other = await startFakeWebHost()
    expect(await other.token()).not.toBe(await host.token())
    await other.close()
  })
})

describe('what is served', () => {
  it.each([
    '/nothing',
    '/assets/',
    '/assets',
    '/../package.json',
    '/..%2fpackage.json',
    '/assets/../../../../etc/passwd',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/renderer-files.json',
    '/?x',
    '/ticket',
    'http://127.0.0.1/',
  ])('is the build and nothing else: %s', async (path) => {
    expect(statusOf(await get(path))).toBe(404)
  })

  it('has its type, and headers that keep the page to itself', async () => {
    const answer = await get('/assets/app.js')
    expect(answer).toContain('Content-Type: text/javascript; charset=utf-8')
    expect(answer).toContain('X-Content-Type-Options: nosniff')
    expect(answer).toContain('Referrer-Policy: no-referrer')
    expect(answer).toContain('Cross-Origin-Opener-Policy: same-origin')
    expect(answer).toContain('Cross-Origin-Resource-Policy: same-origin')
    expect(answer).toMatch(
      /Content-Security-Policy: default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
    )
    expect(answer).toContain(`connect-src 'self' ws://${authority()};`)
    expect(answer.toLowerCase()).not.toContain('set-cookie')
  })

  it.each(['PUT', 'DELETE', 'TRACE', 'PATCH'])('answers no %s', async (method) => {
    const answer = await rawHttp(host.port, [
      `${method} / HTTP/1.1`,
      `Host: ${authority()}`,
      'Connection: close',
    ])
    expect(statusOf(answer)).toBe(405)
  })

  it.each(['/', '/unknown', '/terminal/', '/terminal/%', '/terminal'])(
    'has no socket at %s',
    async (path) => {
      const headers = [`Host: ${authority()}`, `Origin: ${host.origin}`]
      expect(await refusedUpgrade(headers, path)).toBe(404)
    },
  )
})

describe('nuisance', () => {
  it('answers in spite of all the cookies that other ports of 127.0.0.1 can set', async () => {
    const cookies = Array.from({ length: 180 }, (_, n) => `c${n}=${'x'.repeat(4_000)}`).join('; ')
    expect(cookies.length).toBeGreaterThan(700_000)
    expect(statusOf(await get('/', [`Host: ${authority()}`, `Cookie: ${cookies}`]))).toBe(200)
  })

  it('survives an endless body', async () => {
    await post('/ticket', 'x'.repeat(5_000_000)).catch(() => 'cut off')
    expect(statusOf(await get('/'))).toBe(200)
  })

  it('closes a socket that talks nonsense and goes on', async () => {
    const token = await host.token()
    const socket = new WebSocket(`ws://${authority()}/rpc`, [`latchkey.${token}`], { origin: host.origin })
    await new Promise((resolve) => socket.on('open', resolve))
    socket.send('{not json')
    await new Promise((resolve) => socket.on('close', resolve))
    expect(host.log.lines.some(({ event }) => event === 'rpc.bad-message')).toBe(true)
    expect(statusOf(await get('/'))).toBe(200)
  })

  it('ends soon in spite of a page that is frozen and never says goodbye', async () => {
    const other = await startFakeWebHost({ files })
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, [`latchkey.${await other.token()}`], {
      origin: other.origin,
    })
    await once(socket, 'open')
    socket.pause()
    const start = performance.now()
    await other.close()
    expect(performance.now() - start).toBeLessThan(5_000)
    socket.terminate()
  })

  it('answers no name that is not a procedure, and goes on', async () => {
    const socket = new WebSocket(`ws://${authority()}/rpc`, [`latchkey.${await host.token()}`], {
      origin: host.origin,
    })
    await once(socket, 'open')
    const call = async (path: string, body: object = {}) => {
      const id = String(Math.random())
      socket.send(JSON.stringify({ i: id, p: { u: path, b: body } }))
      for await (const [data] of on(socket, 'message')) if (String(data).includes(id)) return String(data)
      return ''
    }
    expect(await call('/vault/status')).toContain('"state"')
    const names = [
      '/__proto__/toString',
      '/constructor/constructor',
      '/vault/__proto__',
      '/vault/secrets',
      '/keys/openSigner',
    ]
    for (const name of [...names, '/vault', '/', '//', '/vault/status/more'])
      expect(await call(name), name).toMatch(/404|NOT_FOUND/)
    await call('/vault/status', { json: {}, meta: [[1, '__proto__', 'polluted']], maps: [['__proto__']] })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await call('/vault/status')).toContain('"state"')
    socket.terminate()
  })

  it('says which port is taken', async () => {
    await expect(startFakeWebHost({ port: host.port })).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringContaining(String(host.port)),
    })
  })
})
