import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { say } from '../../contract/words/say.js'
import { dateLocale } from '../words/language.js'

const TICK_MS = 20_000

/** "just now", "3 min ago", "2 h ago", "5 days ago". Both times in the same clock; `since` is ISO 8601. */
export function ageText(since: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000)
  if (minutes < 1) return say`just now`
  if (minutes < 60) return say`${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return say`${hours} h ago`
  return say`${Math.floor(hours / 24)} days ago`
}

// Made once: it is dear, and tables call for it in every row.
const dateAndTime = new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' })

/** Date and time as the user's system writes them. */
export function timeText(time: string): string {
  return dateAndTime.format(new Date(time))
}

const toTheSecond = new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'medium' })

/** The same to the second. */
export function exactTimeText(time: string): string {
  return toTheSecond.format(new Date(time))
}

const clock = new Intl.DateTimeFormat(dateLocale(), { timeStyle: 'medium' })

/** The time of the day alone, to the second. `time`: ISO 8601, or ms. */
export function clockText(time: string | number): string {
  return clock.format(new Date(time))
}

/** The time now in ms, renewed often enough for ages. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), TICK_MS, { autoInvoke: true })
  return now
}
