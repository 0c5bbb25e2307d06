import type { HttpHeaders } from './http.js'

/** The pause in milliseconds that an answer asks for (RFC 9110 §10.2.3: seconds or a date); null where it names none. */
export function retryAfterMs(headers: HttpHeaders, nowMs: number): number | null {
  const header = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const until = Date.parse(header)
  return Number.isNaN(until) ? null : Math.max(0, until - nowMs)
}
