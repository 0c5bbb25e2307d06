import { orAborted } from '../../lib/or-aborted.js'
import type { Clock } from '../../ports.js'
import { cancelledError } from '../cloud-error.js'
import type { Token } from './keystone.js'

/** The account's token: kept until shortly before it expires, and asked for once by calls side by side. */
export interface Session {
  token(signal?: AbortSignal): Promise<Token>
  /** A token other than this one, which a service has refused. */
  tokenAfter(refused: Token, signal?: AbortSignal): Promise<Token>
}

const MARGIN_MS = 60_000
const SHORTEST_MS = 10_000

/** No token at first. `authenticate` is not ended by a caller who gives up: others may wait for the same token. */
export function createSession(authenticate: () => Promise<Token>, clock: Clock): Session {
  let known: { token: Token; renewAt: number } | null = null
  let asked: Promise<Token> | null = null

  async function ask(): Promise<Token> {
    try {
      const token = await authenticate()
      known = { token, renewAt: clock.now() + usableMs(token.lifetimeMs) }
      return token
    } finally {
      asked = null
    }
  }

  async function token(signal?: AbortSignal): Promise<Token> {
    if (signal?.aborted) throw cancelledError(signal.reason)
    if (known !== null && clock.now() < known.renewAt) return known.token
    asked ??= ask()
    return signal === undefined ? asked : unlessAborted(asked, signal)
  }

  return {
    token,
    tokenAfter(refused, signal) {
      if (known?.token === refused) known = null
      return token(signal)
    },
  }
}

/** Counted from now by our own clock, so that it may be any other than the cloud's. */
function usableMs(lifetimeMs: number): number {
  return lifetimeMs > SHORTEST_MS ? lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 4) : SHORTEST_MS
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await orAborted(signal, work)
  } catch (error) {
    throw signal.aborted ? cancelledError(error) : error
  }
}
