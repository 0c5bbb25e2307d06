import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { setTakesAtOnce } from './read-at-once.js'
import { openSocket } from './tcp.js'

const server = createServer()
let near: Socket
let far: Socket

beforeEach(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const accepted = once(server, 'connection')
  const target = { host: '127.0.0.1', port, user: '' }
  near = await openSocket(target, 'any', new AbortController().signal, () => undefined, true)
  far = (await accepted)[0]
})

afterEach(() => {
  near.destroy()
  far.destroy()
  server.close()
})

/** What two pieces are at first, when they come, and what they are after both. */
async function twoPieces(): Promise<{ atFirst: string[]; now: string[] }> {
  const pieces: Buffer[] = []
  const atFirst: string[] = []
  near.on('data', (bytes: Buffer) => {
    pieces.push(bytes)
    atFirst.push(bytes.toString())
    if (pieces.length < 2) far.write('second')
    else far.end()
  })
  const ended = once(near, 'end')
  near.resume()
  far.write('first!')
  await ended
  return { atFirst, now: pieces.map(String) }
}

it('gives copies to who keeps what came', async () => {
  expect(await twoPieces()).toEqual({ atFirst: ['first!', 'second'], now: ['first!', 'second'] })
})

it('gives the one buffer, which is filled again, to who is done at once', async () => {
  setTakesAtOnce(near, true)
  expect(await twoPieces()).toEqual({ atFirst: ['first!', 'second'], now: ['second', 'second'] })
})

it('reads nothing while it is paused, as it is at first', async () => {
  const came: string[] = []
  near.on('data', (bytes: Buffer) => came.push(String(bytes)))
  near.pause()
  await new Promise((written) => far.write('early', written))
  await new Promise((turn) => setImmediate(turn))
  expect(came).toEqual([])
  const some = once(near, 'data')
  near.resume()
  await some
  expect(came).toEqual(['early'])
})
