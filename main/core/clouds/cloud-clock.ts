import type { CloudTools } from './cloud.js'
import { CloudError } from './cloud-error.js'
import type { HttpAnswer } from './http.js'

/** A clock that is off by less is none of our business: signatures are good for 5 minutes and more. */
const TOLERATED_MS = 3 * 60 * 1000
/** More than a wrong time zone: then the computer's clock is to be set. */
const CORRECTED_MS = 24 * 60 * 60 * 1000

/** The cloud's time as far as it is known: ours, until an answer shows another. */
export interface CloudClock {
  /** Milliseconds since the epoch. */
  now(): number
  /**
   * Learns from the Date header of the refusal of a request that was signed at `signedAt` of this clock. True where the
   * cloud's clock says another time, so that signing again may help: several requests may be on their way when that is
   * learned first. Throws `cloud-clock` if it is more than a day away from ours.
   */
  correct(answer: HttpAnswer, signedAt: number): boolean
}

/** Believes our clock until told otherwise. */
export function createCloudClock(url: URL, { clock, log }: Pick<CloudTools, 'clock' | 'log'>): CloudClock {
  let skewMs = 0

  return {
    now: () => clock.now() + skewMs,
    correct(answer, signedAt) {
      const date = Date.parse(answer.headers.get('date') ?? '')
      if (Number.isNaN(date) || Math.abs(date - signedAt) < TOLERATED_MS) return false
      const found = date - clock.now()
      if (Math.abs(found) > CORRECTED_MS) throw wrongClock(url, found)
      skewMs = found
      log.warn('cloud.clock-skew', { host: url.host, skewMs })
      return true
    },
  }
}

/** `skewMs` is the cloud's time minus ours. */
function wrongClock(url: URL, skewMs: number): CloudError {
  const hours = Math.round(Math.abs(skewMs) / 3_600_000)
  const message =
    skewMs > 0
      ? `This computer's clock is ${hours} hours behind the one of ${url.host}.`
      : `This computer's clock is ${hours} hours ahead of the one of ${url.host}.`
  return new CloudError('cloud-clock', message, {
    advice: "Set this computer's date and time, then try again.",
  })
}
