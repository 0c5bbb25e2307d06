import type { ErrorInfo } from '../../../contract/errors.js'
import type { RouteProxy, WayHop } from '../../../contract/route.js'
import type { HopStatus, SessionPhase } from '../../../contract/sessions.js'
import { told } from '../../../contract/words/say.js'
import { targetText } from './target-text.js'
import type { Hop, Way } from './way.js'

export function wayHop({ instance, address: { host, port }, user }: Hop): WayHop {
  return { instanceId: instance.id, name: instance.name, target: targetText({ host, port, user }) }
}

/** Before anything was dialled. */
export function waitingHops({ hops }: Way): HopStatus[] {
  return hops.map((hop) => ({ ...wayHop(hop), state: 'waiting', phase: null }))
}

/** After one of them has come to a phase, or is open (null). */
export function hopsAfter(hops: HopStatus[], index: number, phase: SessionPhase | null): HopStatus[] {
  return hops.map((hop, at) =>
    at === index ? { ...hop, phase, state: phase === null ? 'open' : 'connecting' } : hop,
  )
}

/** When all is over: the one that it failed at is marked. */
export function hopsAtEnd(hops: HopStatus[], problem: ErrorInfo | null): HopStatus[] {
  const failed = problem?.hop?.instanceId
  return hops.map((hop) => (hop.instanceId === failed ? { ...hop, state: 'failed' } : hop))
}

const kinds = { socks5: told`SOCKS5 proxy`, 'http-connect': told`HTTP proxy` }

/** `SOCKS5 proxy 192.0.2.1 port 1080` */
export const proxyName = ({ kind, host, port }: RouteProxy) => told`${kinds[kind]} ${host} port ${port}`
