import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import open from 'open'

/** Whether there is a browser that the person at this terminal would see. */
export function canOpenBrowser(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (env.SSH_CONNECTION || env.CI || env.WSL_DISTRO_NAME) return false
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Opens the address in the default browser through a file of mode 0600 that leads there: the arguments of a process
 * can be read by every user of the machine, and the address holds a ticket. The answer removes the file, at once.
 */
export async function openBrowser(url: string): Promise<() => void> {
  const directory = await mkdtemp(join(placeForBrowsers(), 'latchkey-open-'))
  const forget = () => rmSync(directory, { recursive: true, force: true })
  try {
    const file = join(directory, 'open.html')
    await writeFile(file, redirect(url), { mode: 0o600, flag: 'wx' })
    const helper = await open(file)
    helper.unref()
    return forget
  } catch (error) {
    forget()
    throw error
  }
}

/** A browser from a snap sees another /tmp, and nothing in hidden directories. */
function placeForBrowsers(): string {
  return existsSync('/snap/bin') ? homedir() : tmpdir()
}

function redirect(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Latchkey</title>
<a href="${url}">Open Latchkey</a>
`
}
