import { createInterface } from 'node:readline'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Log } from '../../core/ports.js'
import { canOpenBrowser, openBrowser } from './browser.js'
import type { WebHost } from './server.js'

/** What a program that started us with --json reads: one of these a line. */
export type JsonLine =
  | { ready: true; url: string; origin: string; profileDir: string }
  | { url: string }
  | { problem: ErrorInfo }

interface AnnounceOptions {
  host: Pick<WebHost, 'origin' | 'newUrl'>
  profileDir: string
  json: boolean
  openBrowser: boolean
  log: Log
}

/** Long enough to carry the address to a browser by hand. */
const PRINTED_MS = 10 * 60_000
/** Long enough for a browser to start. */
const OPENED_MS = 60_000

/** Tells where the window is, opens it if asked to, and prints a new address for each line of input. */
export async function announce(options: AnnounceOptions): Promise<void> {
  const { host, profileDir, json } = options
  const url = host.newUrl(PRINTED_MS)
  if (json) return announceJson(options, url)
  const opened = options.openBrowser && canOpenBrowser() && (await openInBrowser(options))
  say(`Latchkey answers at ${host.origin}, for this computer only. Profile: ${profileDir}`)
  say(
    opened
      ? 'It opens in your browser. If it does not, open this address:'
      : 'Open this address in your browser:',
  )
  say(`\n  ${url}\n`)
  if (!process.stdin.isTTY) return say('It lets one page in, once, within 10 minutes.')
  say('It lets one page in, once, within 10 minutes. Press Enter for a new one, Ctrl+C to end.')
  onLine(() => say(`\n  ${host.newUrl(PRINTED_MS)}\n`))
}

function announceJson({ host, profileDir }: AnnounceOptions, url: string): void {
  sayJson({ ready: true, url, origin: host.origin, profileDir })
  onLine(() => sayJson({ url: host.newUrl(PRINTED_MS) }))
}

/** Says on standard error, or as a line of JSON, why Latchkey did not start. */
export function announceProblem(problem: ErrorInfo, json: boolean): void {
  if (json) sayJson({ problem })
  else
    process.stderr.write(`${[problem.message, problem.advice, problem.detail].filter(Boolean).join('\n')}\n`)
}

async function openInBrowser({ host, log }: AnnounceOptions): Promise<boolean> {
  try {
    const forget = await openBrowser(host.newUrl(OPENED_MS))
    setTimeout(forget, OPENED_MS)
    process.once('exit', forget)
    return true
  } catch (error) {
    log.error('web.browser-not-opened', error)
    return false
  }
}

function onLine(listener: () => void): void {
  createInterface({ input: process.stdin }).on('line', listener)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function sayJson(line: JsonLine): void {
  say(JSON.stringify(line))
}
