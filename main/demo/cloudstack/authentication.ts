import { postOnly, throttled, unauthorized } from './errors.js'
import { parseExpires, signatureHolds } from './signature.js'
import { type Account, type State, serverTime } from './state.js'

const LONGEST_EXPIRY_MS = 15 * 60_000

/** Throws 405 if the operator wants state-changing commands by POST only and this is none. */
export function checkMethod(state: State, command: string, changesState: boolean, method: string): void {
  if (state.settings.enforcePost && changesState && method !== 'POST') throw postOnly(command)
}

/** The account that signed the request. Throws 401 with CloudStack's one sentence whatever is wrong. */
export function authenticate(state: State, params: Map<string, string>): Account {
  const signature = find(params, 'signature')
  const apiKey = find(params, 'apikey')
  const account = state.accounts.find((candidate) => candidate.apiKey === apiKey)
  if (!signature || !account || !isInTime(state, params)) throw unauthorized()
  if (!signatureHolds(params, account.secretKey, signature)) throw unauthorized()
  return account
}

/** Counts calls per account and throws 429 above the operator's limit. */
export function createThrottle(state: State): (account: Account) => void {
  const windows = new Map<string, { endsAt: number; calls: number }>()
  return (account) => {
    const limit = state.settings.throttle
    if (!limit) return
    const now = Date.now()
    let window = windows.get(account.id)
    if (!window || window.endsAt <= now) window = { endsAt: now + limit.intervalMs, calls: 0 }
    windows.set(account.id, window)
    if (window.calls >= limit.max) throw throttled(window.endsAt - now)
    window.calls++
  }
}

function isInTime(state: State, params: Map<string, string>): boolean {
  const { enforcePost } = state.settings
  if (find(params, 'signatureversion') !== '3') return !enforcePost
  const left = parseExpires(find(params, 'expires') ?? '') - serverTime(state)
  return left >= 0 && (!enforcePost || left <= LONGEST_EXPIRY_MS)
}

function find(params: Map<string, string>, name: string): string | undefined {
  for (const [key, value] of params) if (key.toLowerCase() === name) return value
  return undefined
}
