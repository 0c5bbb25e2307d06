import { plural, say } from '../../../contract/words/say.js'

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** "0 B", "999 B", "1.5 kB", "12 MB": in thousands, three digits at most. */
export function sizeText(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)} B`
  let size = bytes / 1000
  let unit = 0
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`
}

/** "4 s", "2 min 5 s", "1 h 20 min"; "2 days 3 h". */
export function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ]
  if (days > 0) return say`${plural(days, '# day', '# days')} ${hours} h`
  if (hours > 0) return say`${hours} h ${minutes} min`
  if (minutes > 0) return say`${minutes} min ${whole % 60} s`
  return say`${whole} s`
}
