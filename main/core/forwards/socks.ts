import type { Socket } from 'node:net'
import type { Target } from './place.js'

/** Why a connection could not be made, as SOCKS 5 knows it. */
export type SocksRefusal =
  | 'general'
  | 'not-allowed'
  | 'network'
  | 'host'
  | 'refused'
  | 'command'
  | 'address-type'

/** RFC 1928 §6 */
const codes: Record<SocksRefusal, number> = {
  general: 1,
  'not-allowed': 2,
  network: 3,
  host: 4,
  refused: 5,
  command: 7,
  'address-type': 8,
}

/** What a SOCKS client wants. One of the two answers is given once; after `refuse` the connection is at its end. */
export interface SocksWish {
  target: Target
  grant(): void
  refuse(why: SocksRefusal): void
}

const GREETING_MS = 30_000

/**
 * Hears a client of SOCKS 5 (RFC 1928, without authentication), SOCKS 4 or 4a out. Null where it wants what there is not
 * here, or speaks something else: it was told so where there is a word for it, and the connection is at its end.
 */
export async function hearSocks(socket: Socket): Promise<SocksWish | null> {
  socket.setTimeout(GREETING_MS, () => socket.destroy())
  try {
    const { take, putBack } = reader(socket)
    const [version = 0] = await take(1)
    if (version !== 4 && version !== 5) {
      socket.end()
      return null
    }
    const wish = await (version === 5 ? hearSocks5 : hearSocks4)(socket, take)
    putBack()
    return wish
  } catch (error) {
    if (!(error instanceof Cut)) throw error
    socket.destroy()
    return null
  } finally {
    socket.setTimeout(0)
    socket.removeAllListeners('timeout')
  }
}

async function hearSocks5(socket: Socket, take: Take): Promise<SocksWish | null> {
  const [count = 0] = await take(1)
  const methods = await take(count)
  if (!methods.includes(0)) {
    socket.end(Buffer.from([5, 0xff]))
    return null
  }
  socket.write(Buffer.from([5, 0]))
  const answer = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
  const refuse = (why: SocksRefusal) => void socket.end(answer(codes[why]))
  const [version, command, , type = 0] = await take(4)
  if (version !== 5) {
    refuse('general')
    return null
  }
  const host = await address(take, type)
  if (host === null) {
    refuse('address-type')
    return null
  }
  const port = (await take(2)).readUInt16BE()
  if (command !== 1) {
    refuse('command') // BIND and UDP ASSOCIATE: SSH has nothing for them
    return null
  }
  if (!isName(host) || port === 0) {
    refuse('general')
    return null
  }
  return { target: { host, port }, grant: () => void socket.write(answer(0)), refuse }
}

async function address(take: Take, type: number): Promise<string | null> {
  if (type === 1) return [...(await take(4))].join('.')
  if (type === 4) {
    const bytes = await take(16)
    return Array.from({ length: 8 }, (_, n) => bytes.readUInt16BE(n * 2).toString(16)).join(':')
  }
  if (type !== 3) return null
  const [length = 0] = await take(1)
  return (await take(length)).toString('latin1')
}

async function hearSocks4(socket: Socket, take: Take): Promise<SocksWish | null> {
  const [command] = await take(1)
  const port = (await take(2)).readUInt16BE()
  const ip = await take(4)
  await untilNul(take) // the user's name, which proves nothing
  const named = ip[0] === 0 && ip[1] === 0 && ip[2] === 0 && ip[3] !== 0
  const host = named ? await untilNul(take) : [...ip].join('.')
  const answer = (code: number) => Buffer.from([0, code, 0, 0, 0, 0, 0, 0])
  const refuse = () => void socket.end(answer(91))
  if (command === 1 && isName(host) && port !== 0)
    return { target: { host, port }, grant: () => void socket.write(answer(90)), refuse }
  refuse()
  return null
}

/** A name is passed on to the server, which looks it up. */
const isName = (host: string): boolean => /^[\x21-\x7e]+$/.test(host)

/** The client has gone, or was too slow, before all was said. */
class Cut extends Error {}

async function untilNul(take: Take): Promise<string> {
  const bytes: number[] = []
  for (;;) {
    const [byte = 0] = await take(1)
    if (byte === 0) return Buffer.from(bytes).toString('latin1')
    if (bytes.push(byte) > 255) throw new Cut()
  }
}

/** Exactly so many bytes. */
type Take = (count: number) => Promise<Buffer>

/** Takes what is there out of the socket, and puts back what follows: a socket that is asked for more than it has is busy for ever. */
function reader(socket: Socket): { take: Take; putBack(): void } {
  let held = Buffer.alloc(0)
  return {
    async take(count) {
      while (held.length < count) {
        const piece = socket.read() as Buffer | null
        if (piece !== null) held = Buffer.concat([held, piece])
        else if (socket.readableEnded || socket.destroyed) throw new Cut()
        else await more(socket)
      }
      const taken = held.subarray(0, count)
      held = held.subarray(count)
      return taken
    },
    putBack() {
      if (held.length > 0) socket.unshift(held)
    },
  }
}

function more(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close']
    const done = () => {
      for (const event of events) socket.off(event, done)
      resolve()
    }
    for (const event of events) socket.on(event, done)
  })
}
