import type { AcceptConnection, Client, RejectConnection, TcpConnectionDetails } from 'ssh2'
import type { Target } from './place.js'

/** What is done with a connection that came to where the server listens. */
export type Take = (accept: AcceptConnection, refuse: RejectConnection) => void

const takersOf = new WeakMap<Client, Map<Target, Take>>()

/**
 * Has the connections that come to `at` on the server, until the answered function is called. Servers name the address as
 * they were asked for it (RFC 4254 §7.2), but some the one that they listen on: where no name fits, the port decides.
 * What is nobody's is refused: else who connected would wait for ever.
 */
export function takeAnnounced(client: Client, at: Target, take: Take): () => void {
  const takers = takersOf.get(client) ?? begin(client)
  takers.set(at, take)
  return () => void takers.delete(at)
}

function begin(client: Client): Map<Target, Take> {
  const takers = new Map<Target, Take>()
  takersOf.set(client, takers)
  client.on('tcp connection', ({ destIP, destPort }: TcpConnectionDetails, accept, refuse) => {
    const there = [...takers].filter(([{ port }]) => port === destPort)
    const [, take] = there.find(([{ host }]) => host === destIP) ?? there[0] ?? []
    if (take === undefined) refuse()
    else take(accept, refuse)
  })
  return takers
}
