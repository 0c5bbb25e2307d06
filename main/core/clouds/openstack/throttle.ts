import { CloudError } from '../cloud-error.js'
import type { HttpAnswer } from '../http.js'
import { retryAfterMs } from '../retry-after.js'
import { readRefusal } from './refusal.js'

/**
 * Whether the service asks to come again later, which it says before it does anything. 413 is the status of that in old
 * releases, and of a body too large elsewhere.
 */
export function isThrottled({ status, headers, text }: HttpAnswer): boolean {
  if (status === 429) return true
  if (status === 503) return headers.has('retry-after')
  return status === 413 && (headers.has('retry-after') || text.includes('overLimit'))
}

/** The error for it, with the pause that the service asks for where it names one. */
export function throttled(call: string, answer: HttpAnswer, nowMs: number): CloudError {
  const { detail, retryAfter } = readRefusal(call, answer, parsed(answer.text))
  const afterMs = retryAfterMs(answer.headers, nowMs) ?? secondsMs(retryAfter)
  return new CloudError('cloud-throttled', 'The cloud takes no more calls from this account for a while.', {
    advice: 'Wait a minute, then try again.',
    again: 'refused-for-now',
    detail,
    ...(afterMs !== null && { afterMs }),
  })
}

function secondsMs(seconds: number | null): number | null {
  return seconds !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a gateway's page: its header says all there is
  }
}
