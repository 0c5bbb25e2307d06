import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the desktop window can be had, or the one sentence that says why not. */
export type Desktop = { binary: string } | { reason: string }

const packageDir = join(import.meta.dirname, '../node_modules/electron')
const PROBE_MS = 10_000
const FETCH_MS = 15 * 60_000

/**
 * Finds Electron's binary, and with `fetchIt` lets the electron package fetch it, which shows its progress on standard
 * error. Nothing is fetched where no window could be shown.
 */
export async function findDesktop(fetchIt: boolean): Promise<Desktop> {
  const reason = noWindowHere()
  if (reason !== null) return { reason }
  const there = installedBinary()
  if (there !== null) return { binary: there }
  if (!fetchIt) return { reason: "Electron's binary is not installed" }
  const problem = (await unreachable()) ?? (await runInstaller())
  const binary = installedBinary()
  return binary === null ? { reason: `Electron's binary could not be fetched (${problem})` } : { binary }
}

/** Why no window can be shown on this machine; null if one can. */
export function noWindowHere(env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): string | null {
  if (process.platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display here'
  if (uid === 0) return "Chromium's sandbox does not work as root, and Latchkey shows no window without it"
  return null
}

function installedBinary(): string | null {
  const pathFile = join(packageDir, 'path.txt')
  if (!existsSync(pathFile)) return null
  const distDir = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageDir, 'dist')
  const binary = join(distDir, readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

/** A network that drops packets would keep the installer waiting for minutes: looks first whether the host answers. */
async function unreachable(): Promise<string | null> {
  const env = process.env
  if (env.HTTPS_PROXY || env.https_proxy || env.ALL_PROXY || env.all_proxy) return null // the installer's affair
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/'
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) })
    return null
  } catch (error) {
    return `${new URL(mirror).host} can't be reached: ${causeOf(error)}`
  }
}

function causeOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown }
  return (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
}

/** Null if it ended well, else the first line of what it said last. */
function runInstaller(): Promise<string | null> {
  process.stderr.write("Fetching Electron's binary, about 110 MB …\n")
  return new Promise((resolve) => {
    let said = ''
    const installer = spawn(process.execPath, [join(packageDir, 'install.js')], {
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: FETCH_MS,
    })
    installer.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(-10_000)
      if (!/^\s+at /m.test(part)) process.stderr.write(part)
    })
    installer.on('error', (error) => resolve(error.message))
    installer.on('exit', (code, signal) => {
      if (code === 0)
        resolve(process.env.ELECTRON_SKIP_BINARY_DOWNLOAD ? 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' : null)
      else resolve(signal === null ? (said.split('\n')[0] ?? '') : 'it took more than 15 minutes')
    })
  })
}
