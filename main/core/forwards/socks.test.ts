import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hearSocks, type SocksWish } from './socks.js'

let server: Server
let heard: (wish: SocksWish | null) => void = () => undefined
beforeAll(async () => {
  server = createServer(
    { allowHalfOpen: true },
    (socket) => void hearSocks(socket).then((wish) => heard(wish)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

/** What a client that says this byte by byte is taken to want, and what it is answered once `then` was done. */
async function say(bytes: number[], then: (wish: SocksWish | null) => void) {
  const wished = new Promise<SocksWish | null>((resolve) => {
    heard = resolve
  })
  const socket: Socket = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    noDelay: true,
  })
  for (const byte of bytes) {
    socket.write(Buffer.from([byte]))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const wish = await wished
  then(wish)
  const pieces: Buffer[] = []
  for await (const piece of socket) pieces.push(piece)
  return { target: wish?.target, answer: [...Buffer.concat(pieces)] }
}

const name = [...Buffer.from('db.internal')]
const refuse = (wish: SocksWish | null) => wish?.refuse('refused')

it.each([
  ['IPv4', [1, 10, 0, 0, 1], '10.0.0.1'],
  ['a name', [3, name.length, ...name], 'db.internal'],
  ['IPv6', [4, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], '2001:db8:0:0:0:0:0:1'],
])('understands CONNECT with %s, and answers as the RFC says', async (_kind, address, host) => {
  const said = await say([5, 2, 2, 0, 5, 1, 0, ...address, 0x15, 0x38], refuse)
  expect(said.target).toEqual({ host, port: 5432 })
  expect(said.answer).toEqual([5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
})

it.each([
  ['BIND', [5, 1, 0, 5, 2, 0, 1, 10, 0, 0, 1, 0, 80], [5, 0, 5, 7, 0, 1, 0, 0, 0, 0, 0, 0]],
  ['UDP ASSOCIATE', [5, 1, 0, 5, 3, 0, 1, 10, 0, 0, 1, 0, 80], [5, 0, 5, 7, 0, 1, 0, 0, 0, 0, 0, 0]],
  ['another type of address', [5, 1, 0, 5, 1, 0, 9], [5, 0, 5, 8, 0, 1, 0, 0, 0, 0, 0, 0]],
  ['port 0', [5, 1, 0, 5, 1, 0, 1, 10, 0, 0, 1, 0, 0], [5, 0, 5, 1, 0, 1, 0, 0, 0, 0, 0, 0]],
  ['a password alone', [5, 1, 2], [5, 0xff]],
  ['SOCKS 4 BIND', [4, 2, 0, 80, 10, 0, 0, 1, 0], [0, 91, 0, 0, 0, 0, 0, 0]],
  ['HTTP', [...Buffer.from('GET')], []],
])('refuses %s', async (_what, bytes, answer) => {
  expect(await say(bytes, () => undefined)).toEqual({ target: undefined, answer })
})

it('understands SOCKS 4 and 4a', async () => {
  const four = await say([4, 1, 0, 80, 10, 0, 0, 1, 97, 0], refuse)
  expect(four).toEqual({ target: { host: '10.0.0.1', port: 80 }, answer: [0, 91, 0, 0, 0, 0, 0, 0] })
  const named = await say([4, 1, 0, 80, 0, 0, 0, 1, 0, ...name, 0], refuse)
  expect(named.target).toEqual({ host: 'db.internal', port: 80 })
})
