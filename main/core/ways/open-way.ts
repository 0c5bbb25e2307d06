import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import type { LoginProgress } from '../sessions/instance-login.js'
import { openStraight } from '../sessions/open-straight.js'
import type {
  Hop,
  InstanceLogin,
  OpenedWay,
  OpenWay,
  OpenWayOptions,
  SshTarget,
  Way,
} from '../sessions/way.js'
import { hopFailed, hopLost, noWayOn } from './hop-errors.js'
import { openProxied, type ProxyPassword } from './open-proxied.js'

/** A hop's connection, for as long as something goes through it. */
export interface BorrowedHop {
  client: Client
  release(): void
}

export interface OpenWayParts {
  /** Logged in to, shared with whatever else goes the same way there. Throws what logging in throws. */
  borrowHop(login: InstanceLogin, progress: LoginProgress): Promise<BorrowedHop>
  proxyPassword: ProxyPassword
}

/** Opens ways: by TCP, through a proxy, and through hops, each of which is a login of its own. */
export function createOpenWay(parts: OpenWayParts): OpenWay {
  return async (way, target, options) => {
    const last = way.hops.at(-1)
    if (last !== undefined) return throughHop(last, way, target, options, parts)
    if (way.proxy === null) return openStraight(target, options)
    const { signal, onBegin, onResolved } = options
    onBegin()
    const stream = await openProxied(way.proxy, target, parts.proxyPassword, { signal, onResolved })
    return { stream, onLost: () => undefined, release: () => undefined }
  }
}

async function throughHop(
  hop: Hop,
  { hops, proxy }: Way,
  target: SshTarget,
  { signal, onBegin, onResolved, onHop = () => undefined }: OpenWayOptions,
  { borrowHop }: OpenWayParts,
): Promise<OpenedWay> {
  const index = hops.length - 1
  const login = { ...hop, way: { hops: hops.slice(0, index), proxy } }
  const onPhase = (phase: Parameters<LoginProgress['onPhase']>[0]) => onHop(index, phase)
  const borrowed = await borrowHop(login, { signal, onPhase, onHop }).catch((error: unknown) => {
    throw hopFailed(error, hop.instance)
  })
  const watched = watchHop(borrowed, hop, target)
  try {
    for (const [passed] of hops.entries()) onHop(passed, null) // one that was open already has told nothing
    onBegin()
    onResolved()
    const stream = await orAborted(
      AbortSignal.any([signal, watched.lost]),
      forward(borrowed.client, target),
      (late) => late.destroy(),
    )
    stream.once('end', () => stream.destroy()) // a socket does so by itself; a channel stays half open
    return { stream: stream.pause(), onLost: watched.onLost, release: watched.release }
  } catch (error) {
    watched.release()
    if (signal.aborted || error instanceof LatchkeyError) throw error
    throw noWayOn(error, hop, target)
  }
}

/** Hears of a hop's end before what goes through it does. */
function watchHop({ client, release }: BorrowedHop, hop: Hop, target: SshTarget) {
  const lost = new AbortController()
  let hear: (error: LatchkeyError) => void = () => undefined
  const end = (cause?: unknown) => {
    if (lost.signal.aborted) return
    const error = hopLost(cause, hop, target)
    lost.abort(error)
    hear(error)
  }
  client.once('error', end).once('close', end)
  return {
    lost: lost.signal,
    onLost(listener: (error: LatchkeyError) => void) {
      if (lost.signal.aborted) listener(lost.signal.reason as LatchkeyError)
      else hear = listener
    },
    release() {
      client.off('error', end).off('close', end)
      release()
    },
  }
}

/** A connection from the hop to the target (RFC 4254 §7.2). */
function forward(client: Client, { host, port }: SshTarget): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      if (error === undefined) resolve(channel)
      else reject(error)
    })
  })
}
