import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { KEY_FILE_ENDS, LINK_SCHEMES } from '../../../contract/openings.js'

/** What the system hands over, not looked at yet: a link, or the whole path of a file. */
export const Handed = z.union([z.object({ link: z.string() }), z.object({ file: z.string() })])
export type Handed = z.infer<typeof Handed>

const LINK = new RegExp(`^(?:${LINK_SCHEMES.join('|')}):`, 'i')
const KEY_FILE = new RegExp(`\\.(?:${KEY_FILE_ENDS.join('|')})$`, 'i')

/** One argument of a command line, where it is something to open. A relative path is taken from `cwd`. */
export function handedBy(argument: string, cwd: string): Handed | null {
  if (LINK.test(argument)) return { link: argument }
  if (argument.startsWith('-') || !KEY_FILE.test(argument)) return null
  const path = pathOf(argument)
  return path === null ? null : { file: resolve(cwd, path) }
}

/** File managers give files of this computer as `file:` addresses too. */
function pathOf(argument: string): string | null {
  if (!/^file:/i.test(argument)) return argument
  try {
    return fileURLToPath(argument)
  } catch {
    return null // of another computer, or no path at all
  }
}

/**
 * Splits the desktop app's arguments. `own` are those before the first that is to be opened: what a link brings behind it
 * can't choose a profile. Of the rest the last link is opened, or all key files where the last is one; other arguments
 * are not looked at, since Chromium adds switches of its own.
 */
export function splitArguments(args: readonly string[], cwd: string): { own: string[]; handed: Handed[] } {
  const read = args.map((argument) => handedBy(argument, cwd))
  const first = read.findIndex((one) => one !== null)
  const all = read.filter((one) => one !== null)
  const last = all.at(-1)
  const own = first === -1 ? args : args.slice(0, first)
  if (last === undefined) return { own: [...own], handed: [] }
  return { own: [...own], handed: 'link' in last ? [last] : all.filter((one) => 'file' in one) }
}
