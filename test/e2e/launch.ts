import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Browser, chromium } from '@playwright/test'
import type { Lab } from '../lab/lab.js'

export function labAccount(lab: Lab): { kind: 'cloudstack'; name: string; values: Record<string, string> } {
  const { endpoint, apiKey, secretKey } = lab
  return { kind: 'cloudstack', name: 'Lab', values: { endpoint, apiKey, secretKey } }
}

/** The whole browser, for what depends on more of it than the page. */
export const WHOLE_CHROMIUM = '/usr/bin/chromium'

/** The same pages without a browser's own windows around them, which cost a quarter of a flow's processor time. */
export const CHROMIUM = '/usr/bin/chromium-headless-shell'

/** Debian's Chromium, headless. As root it can't use its own sandbox. */
export function launchChromium(args: string[] = [], executablePath = CHROMIUM): Promise<Browser> {
  return chromium.launch({ executablePath, args: chromiumArgs(args) })
}

export const chromiumArgs = (more: string[]): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  // Text as wide as the whole browser has it: by itself the shell moves each letter to a whole pixel.
  '--font-render-hinting=slight',
  ...more,
]

/** The built web host as a process of its own. */
export interface WebHost {
  /** Starts it, also again after its end, and resolves with an address that opens it once. */
  start(): Promise<string>
  /** Another address of the one that runs. */
  newUrl(): Promise<string>
  /** Ends it as a crash of the computer would. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** Throws while it doesn't run. */
  pid(): number
}

/** Flags of Node: passwords of vaults cost next to nothing. */
export const CHEAP_PASSWORDS = ['--import', './test/helpers/cheap-argon2.mjs']

/** `env`: more of the environment, e.g. another HOME. `realPasswords`: they cost what they cost users. */
export function webHost(args: string[], env: NodeJS.ProcessEnv = {}, realPasswords = false): WebHost {
  const flags = realPasswords ? [] : CHEAP_PASSWORDS
  let running: Awaited<ReturnType<typeof startWebHost>> | null = null
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (running !== null) await endProcess(running.child, signal)
    running = null
  }
  return {
    async start() {
      running = await startWebHost(args, env, flags)
      return running.url
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    newUrl() {
      if (running === null) throw new Error('The web host does not run.')
      return running.newUrl()
    },
    pid() {
      const pid = running?.child.pid
      if (pid === undefined) throw new Error('The web host does not run.')
      return pid
    },
  }
}

/** Starts the built web host and resolves with the address that it prints; `newUrl` asks for another. `flags`: of Node. */
export async function startWebHost(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  flags: string[] = [],
): Promise<{ url: string; newUrl(): Promise<string>; child: ChildProcess }> {
  const child = spawn(process.execPath, [...flags, 'out/main/web.js', '--no-open', '--json', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // What a developer's shell has of a keyring must not be touched by tests: they get the sealed file.
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env },
  })
  const lines = createInterface({ input: child.stdout })
  const nextUrl = () =>
    new Promise<string>((resolve, reject) => {
      lines.once('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
      lines.once('close', () => reject(new Error('The web host ended before it printed its address.')))
    })
  const newUrl = () => {
    child.stdin.write('\n')
    return nextUrl()
  }
  return { url: await nextUrl(), newUrl, child }
}

export const stopProcess = (child: ChildProcess): Promise<void> => endProcess(child, 'SIGTERM')

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  child.kill(signal)
  await ended
}
