import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import type { AccountConnection } from '../../../contract/accounts.js'
import type { ProxySettings } from '../../../contract/settings.js'
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
  return (request) => inTurn(() => logged(request), request.signal)
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

/** Runs work, at most so much at the same time; the rest waits in its order, or until its signal is aborted. */
function atMost(limit: number): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    if (running < limit) return void running++
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(cancelledError(signal?.reason))
      }
      waiting.push(go)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  return async (work, signal) => {
    await turn(signal)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
