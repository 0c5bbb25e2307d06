import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import type { AccountConnection } from '../../../contract/accounts.js'
import type { ProxySettings } from '../../../contract/settings.js'
import { atMost } from '../lib/at-most.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import { cancelledError } from './cloud-error.js'
import { type SendHttp, sendHttp } from './http.js'
import { proxyFor } from './proxy.js'
import { loggedSend, type RequestLog } from './request-log.js'
import { trustOf } from './trust.js'

/** At the same time, of one account. */
const MOST_AT_ONCE = 6

interface Parts {
  connection: AccountConnection
  /** As it is when a request goes. */
  proxy(): ProxySettings
  requests: RequestLog
  clock: Clock
}

/**
 * One account's way to the network: its own trust in certificates, the proxy, at most six requests at a time, and a log.
 * Connections are the account's alone and close by themselves when they are not used. Throws `input-invalid` for
 * authorities that can't be read.
 */
export function createAccountSend({ connection, proxy, requests, clock }: Parts): SendHttp {
  const dispatchers = createDispatchers(connection)
  const inTurn = atMost(MOST_AT_ONCE)
  const send: SendHttp = (request) => {
    const way = proxyFor(request.url, proxy())
    return sendHttp(request, { dispatcher: dispatchers(way), proxy: way })
  }
  const logged = loggedSend(send, requests, clock)
  return async (request) => {
    try {
      return await inTurn(() => logged(request), request.signal)
    } catch (error) {
      const gaveUpWaiting = request.signal?.aborted && !isLatchkeyError(error)
      throw gaveUpWaiting ? cancelledError(error) : error
    }
  }
}

/** One for each proxy that is used, and one without. */
function createDispatchers(connection: AccountConnection): (proxy: string | null) => Dispatcher {
  const trust = trustOf(connection)
  const known = new Map<string | null, Dispatcher>()
  const make = (proxy: string | null): Dispatcher =>
    proxy === null
      ? new Agent({ connect: trust })
      : new ProxyAgent({ uri: proxy, requestTls: trust, proxyTunnel: false })
  return (proxy) => {
    const dispatcher = known.get(proxy) ?? make(proxy)
    known.set(proxy, dispatcher)
    return dispatcher
  }
}
