import type { Socket } from 'node:net'

/** The proxy ended the connection before it had answered. */
export class ProxyHungUp extends Error {
  override readonly name = 'ProxyHungUp'
}

/** More than any answer of a proxy to CONNECT has. */
const MOST_BYTES = 16_384

/** What is said with a proxy before the connection is the user's own. */
export interface ProxyTalk {
  send(bytes: Uint8Array | string): void
  /** Exactly so many bytes. */
  take(count: number): Promise<Buffer>
  /** Up to and with the mark; null where that does not come within 16 kB. */
  takeUntil(mark: string): Promise<Buffer | null>
  /** What has come so far and was not taken, for saying what it was. */
  seen(): Buffer
  /** The talk is over: what came beyond it is the server's, and the socket is paused. */
  end(): void
}

/** Reads a socket that is paused, until `end`. What is awaited rejects with ProxyHungUp, the socket's error or the signal's reason. */
export function talkWith(socket: Socket, signal: AbortSignal): ProxyTalk {
  let held = Buffer.alloc(0)
  let failure: { error: unknown } | null = null
  let wake: () => void = () => undefined
  const onData = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    wake()
  }
  const fail = (error: unknown) => {
    failure ??= { error }
    wake()
  }
  const onEnd = () => fail(new ProxyHungUp())
  const onAbort = () => fail(signal.reason)
  socket.on('data', onData).on('error', fail).on('end', onEnd).on('close', onEnd)
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  socket.resume()

  async function until<T>(ready: () => T | undefined): Promise<T> {
    for (;;) {
      const found = ready()
      if (found !== undefined) return found
      if (failure !== null) throw failure.error
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const cut = (count: number) => {
    const taken = held.subarray(0, count)
    held = held.subarray(count)
    return taken
  }

  return {
    send: (bytes) => socket.write(bytes),
    take: (count) => until(() => (held.length < count ? undefined : cut(count))),
    takeUntil: (mark) =>
      until(() => {
        const at = held.indexOf(mark)
        if (at >= 0) return cut(at + mark.length)
        return held.length > MOST_BYTES ? null : undefined
      }),
    seen: () => held,
    end() {
      signal.removeEventListener('abort', onAbort)
      socket.off('data', onData).off('error', fail).off('end', onEnd).off('close', onEnd)
      socket.pause()
      if (held.length > 0) socket.unshift(held)
    },
  }
}
