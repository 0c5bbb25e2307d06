import { say, sayAs } from '../../../contract/words/say.js'

/** Whose permissions they are, with the place of their three bits. */
export const classes = [
  { name: say`Owner`, shift: 6 },
  { name: say`Group`, shift: 3 },
  { name: say`Others`, shift: 0 },
] as const

/** Of a folder, the right to enter it. */
export const EXECUTE = 1

export const rights = [
  { name: sayAs('permission')`Read`, bit: 4 },
  { name: sayAs('permission')`Write`, bit: 2 },
  { name: sayAs('permission')`Execute`, bit: EXECUTE },
] as const

export const specialBits = [
  { name: say`Set user (setuid)`, bit: 0o4000 },
  { name: say`Set group (setgid)`, bit: 0o2000 },
  { name: say`Sticky`, bit: 0o1000 },
] as const

/** "644", "1777": as chmod takes them. */
export function octalText(permissions: number): string {
  return permissions.toString(8).padStart(3, '0')
}

/** What is written in a field: three or four octal digits; null for anything else. */
export function readOctal(text: string): number | null {
  return /^[0-7]{3,4}$/.test(text.trim()) ? Number.parseInt(text.trim(), 8) : null
}

/** "rw-r--r--", "rwsr-xr-t": as ls writes them, without the kind. */
export function permissionText(permissions: number): string {
  const marks = [
    { special: 0o4000, set: 's', alone: 'S' },
    { special: 0o2000, set: 's', alone: 'S' },
    { special: 0o1000, set: 't', alone: 'T' },
  ]
  return classes
    .map(({ shift }, n) => {
      const bits = (permissions >> shift) & 7
      const mark = marks[n]
      const special = mark !== undefined && (permissions & mark.special) !== 0
      const execute = bits & 1 ? (special ? mark.set : 'x') : special ? mark.alone : '-'
      return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`
    })
    .join('')
}
