import { plural, say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'

const DAY_MS = 86_400_000
const SOON_DAYS = 14

/** The day of a time (ms) where the user is, `YYYY-MM-DD`. */
export function localDay(time: number): string {
  const date = new Date(time)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Whether the last day of use is over. Both as `YYYY-MM-DD`. */
export function expired(expiresOn: string | null, today: string): boolean {
  return expiresOn !== null && expiresOn < today
}

/** What a row says of the expiry date; null while that is far away, or without one. `now` in ms. */
export function expiryMark(expiresOn: string | null, now: number): { tone: Tone; words: string } | null {
  if (expiresOn === null) return null
  const left = Math.round((Date.parse(expiresOn) - Date.parse(localDay(now))) / DAY_MS)
  if (left < 0) return { tone: 'danger', words: say`expired` }
  if (left > SOON_DAYS) return null
  return { tone: 'warn', words: left === 0 ? say`expires today` : say`expires in ${days(left)}` }
}

/** How long until the bin deletes it: "12 days", "less than a day". `now` in ms. */
export function daysLeft(purgeAt: string, now: number): string {
  const left = (Date.parse(purgeAt) - now) / DAY_MS
  return left < 1 ? say`less than a day` : days(Math.round(left))
}

/** The same of one that may stay longer, since the bin keeps what alone is proven to open an instance. `now` in ms. */
export function timeInBin(purgeAt: string, now: number): string {
  return Date.parse(purgeAt) <= now ? say`over` : daysLeft(purgeAt, now)
}

export function days(count: number): string {
  return say`${plural(count, '# day', '# days')}`
}
