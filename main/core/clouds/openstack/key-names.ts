import { needsSigns } from './microversion.js'

const LONGEST = 255

/** The nearest name that Nova takes: letters, digits, blanks, _ and -, from 2.92 on also @ and . (`signs`). */
export function nearestName(wanted: string, signs: boolean): string {
  const plain = wanted.normalize('NFKD').replace(/\p{M}/gu, '')
  const others = signs ? /[^A-Za-z0-9 _@.-]+/g : /[^A-Za-z0-9 _-]+/g
  return plain.replace(others, '-').trim().slice(0, LONGEST).trim() || 'key'
}

/** Whether some release of Nova takes the name; not each takes `@` and `.` in it. */
export function isName(name: string): boolean {
  return nearestName(name, true) === name
}

/** The name for a release that does not take it. */
export function withoutSigns(name: string): string | null {
  return needsSigns(name) ? nearestName(name, false) : null
}
