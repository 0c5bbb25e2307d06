import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A road to a server on this machine that can be slow, fall silent, or be torn up. */
export interface TcpProxy {
  port: number
  /** How many connections go through it. */
  open(): number
  /** Every piece of data arrives so much later from now on, in order. */
  delay(ms: number): void
  /** Every byte is under way for so long from now on, however many there are: `delay` is a narrow road, this a long one. */
  lengthen(ms: number): void
  /** Nothing arrives any more, and nobody is told: as when a cable is pulled. `resume` puts it back, nothing is lost. */
  stall(): void
  resume(): void
  /** Resets every connection on both sides (RST). */
  cut(): void
  /** The server's side is gone, and the client is not told: a half-open connection. */
  halfOpen(): void
  stop(): Promise<void>
}

export async function startTcpProxy(to: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let delayMs = 0
  let lengthMs = 0
  let stalled: Promise<void> | null = null
  let resume: () => void = () => undefined
  /** Those whose end is kept from the other side. */
  const hidden = new Set<Socket>()

  async function carry(from: Socket, into: Socket): Promise<void> {
    let arrived = Promise.resolve()
    const arrive = async (piece: Uint8Array) => {
      while (stalled !== null) await stalled
      if (!into.destroyed) into.write(piece)
    }
    try {
      for await (const piece of from) {
        if (delayMs > 0) await sleep(delayMs)
        if (lengthMs > 0) arrived = Promise.all([arrived, sleep(lengthMs)]).then(() => arrive(piece))
        else await arrived.then(() => arrive(piece))
      }
    } catch (error) {
      if (!from.destroyed) throw error // it was reset, as we were told to
    }
    await arrived
    if (!hidden.has(into)) into.end()
  }

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ ...to, allowHalfOpen: true })
    const pair = { client, server }
    pairs.add(pair)
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => undefined) // a reset is what some tests want
    }
    void Promise.all([carry(client, server), carry(server, client)]).finally(() => pairs.delete(pair))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))

  return {
    port: (listener.address() as AddressInfo).port,
    open: () => pairs.size,
    delay(ms) {
      delayMs = ms
    },
    lengthen(ms) {
      lengthMs = ms
    },
    stall() {
      stalled = new Promise((resolve) => {
        resume = resolve
      })
    },
    resume() {
      stalled = null
      resume()
    },
    cut() {
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.resetAndDestroy()
    },
    halfOpen() {
      for (const { client, server } of pairs) {
        hidden.add(client)
        server.destroy()
      }
    },
    async stop() {
      stalled = null
      resume()
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
