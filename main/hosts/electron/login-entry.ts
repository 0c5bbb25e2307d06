import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../platform/atomic-file.js'
import { HIDDEN_ARGUMENT } from './start-arguments.js'

/** Why the system can't be told to start this Latchkey at login, as a sentence; null where it can. */
export function noLoginEntry(installed: {
  /** It may lie elsewhere tomorrow. */
  portable: boolean
  packaged: boolean
  /** From an .msix, or the Microsoft Store. */
  windowsStore: boolean
}): string | null {
  if (installed.portable) return 'Latchkey is portable here: it may not be in this place at the next login.'
  if (!installed.packaged) return 'This Latchkey was started from its source.'
  // What such an app writes to the registry is kept apart from what Windows reads.
  if (installed.windowsStore)
    return 'Installed as an app package Latchkey can not do this. The one from the setup program can.'
  return null
}

/** Where a Linux desktop looks for what it starts at login (Desktop Application Autostart Specification). */
export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'autostart', 'latchkey.desktop')
}

/** An entry that starts `program` without a window. */
export function autostartEntry(program: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Latchkey',
    'Comment=Start Latchkey in the tray',
    `Exec=${quoted(program)} ${HIDDEN_ARGUMENT}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * An argument of `Exec` (Desktop Entry Specification): in quotes, with a backslash before what a shell knows there, each of which
 * the string type wants doubled, and %% for a percent sign.
 */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, (sign) => `\\${sign}`)
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`
}

/** Writes the entry, or takes it away. Atomic. Throws the system's errors, and `program` with a line end in its name. */
export async function setAutostart(path: string, program: string | null): Promise<void> {
  if (program === null) return rm(path, { force: true })
  if (/[\n\r]/.test(program)) throw new Error('The program lies in a folder with a line end in its name.')
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, autostartEntry(program))
}
