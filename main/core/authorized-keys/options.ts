import type { KeyOptions } from '../../../contract/bindings.js'
import { fromListProblem, fromProblem } from '../../../contract/from-pattern.js'
import { LatchkeyError } from '../lib/error.js'

/**
 * Options as they stand before a key (sshd(8)), empty for none. `restrict` leaves the terminal, without which Connect had
 * nothing to open. Throws `input-invalid` for what sshd would refuse the whole line for.
 */
export function formatOptions({ from = [], restrict = false, lastDay }: KeyOptions): string {
  const [problem = fromListProblem(from)] = from.flatMap((pattern) => fromProblem(pattern) ?? [])
  if (problem !== null) throw new LatchkeyError('input-invalid', `From: ${problem}`)
  return [
    ...(restrict ? ['restrict', 'pty'] : []),
    ...(from.length > 0 ? [`from="${from.join(',')}"`] : []),
    ...(lastDay === undefined ? [] : [`expiry-time="${dayAfter(lastDay)}"`]),
  ].join(',')
}

/** sshd counts from the beginning of the day that is named, in its own time zone. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10).replaceAll('-', '')
}

/**
 * Throws `input-invalid` for a last day that is over where Latchkey runs. In the server's time zone it may still be, or
 * be over already: then the login that proves the key shows it.
 */
export function requireNotOver({ lastDay }: KeyOptions, nowMs: number): void {
  if (lastDay === undefined || lastDay >= dayHere(nowMs)) return
  throw new LatchkeyError('input-invalid', `Last day: ${lastDay} is over, so the key would open nothing.`, {
    advice: 'Choose today or a later day, or leave it empty.',
  })
}

/** As 2026-12-31, in the time zone of this machine. */
function dayHere(nowMs: number): string {
  const now = new Date(nowMs)
  const two = (number: number) => String(number).padStart(2, '0')
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
}
