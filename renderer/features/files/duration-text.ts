import { plural, say } from '../../../contract/words/say.js'

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
