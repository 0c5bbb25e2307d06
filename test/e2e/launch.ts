import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Browser, chromium } from '@playwright/test'
import type { Lab } from '../lab/lab.js'

export function labAccount(lab: Lab): { kind: 'cloudstack'; name: string; values: Record<string, string> } {
  const { endpoint, apiKey, secretKey } = lab
  return { kind: 'cloudstack', name: 'Lab', values: { endpoint, apiKey, secretKey } }
}

export const CHROMIUM = '/usr/bin/chromium'

/** Debian's Chromium, headless. As root it can't use its own sandbox. */
export function launchChromium(args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      ...args,
    ],
  })
}

/** Starts the built web host and resolves with the address that it prints. */
export async function startWebHost(args: string[]): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['out/main/web.js', '--no-open', '--json', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // What a developer's shell has of a keyring must not be touched by tests: they get the sealed file.
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string }
    if (url !== undefined) return { url, child }
  }
  throw new Error('The web host ended before it printed its address.')
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  await ended
}
