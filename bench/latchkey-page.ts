import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { labAccount, launchChromium, startWebHost, stopProcess, WHOLE_CHROMIUM } from '../test/e2e/launch.js'
import {
  addLabAccountByHand,
  bindKey,
  createKeyByHand,
  makeSealedVaultByHand,
  trustHostKey,
} from '../test/e2e/steps.js'
import { type Lab, startLab } from '../test/lab/lab.js'
import { installProbe } from './terminal-probe.js'

/** Software WebGL, which Chromium gives only when asked for; on a machine with a GPU it does no harm. */
const WEBGL = '--enable-unsafe-swiftshader'
export const VIEWPORT = { width: 1280, height: 800 }
/** Where the terminals are. */
export const INSTANCE = 'web-1'

export interface LatchkeyPage {
  /** A folder of this run, which the shells can read. */
  dir: string
  lab: Lab
  browser: Browser
  /** The built window, with the probe, a terminal on INSTANCE open in it. */
  page: Page
  /** Latchkey's core. */
  core: ChildProcess
  /** What was begun is ended after `work`, the last first. */
  ends: (() => Promise<unknown>)[]
}

/** Does `work` with the built Latchkey in Chromium and a lab of real sshd. `env`: more of the core's environment, for the run's folder. */
export async function withLatchkey<T>(
  work: (latchkey: LatchkeyPage) => Promise<T>,
  env: (dir: string) => NodeJS.ProcessEnv = () => ({}),
): Promise<T> {
  buildIfNeeded()
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const ends: LatchkeyPage['ends'] = [() => rm(dir, { recursive: true, force: true })]
  try {
    const lab = await startLab({ guests: 'sshd' })
    ends.push(() => lab.stop())
    const browser = await launchChromium([WEBGL], WHOLE_CHROMIUM)
    ends.push(() => browser.close())
    const labFile = join(dir, 'lab.json')
    await writeFile(labFile, JSON.stringify(labAccount(lab)), { mode: 0o600 })
    const { child, url } = await startWebHost(
      ['--profile', join(dir, 'profile'), '--lab-file', labFile],
      env(dir),
    )
    ends.push(() => stopProcess(child))
    const page = await browser.newPage({ viewport: VIEWPORT })
    await installProbe(page)
    await page.goto(url)
    await openFirstTerminal(page, lab)
    return await work({ dir, lab, browser, page, core: child, ends })
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function openFirstTerminal(page: Page, lab: Lab): Promise<void> {
  await makeSealedVaultByHand(page)
  await createKeyByHand(page, 'bench')
  await addLabAccountByHand(page)
  await bindKey(page, INSTANCE)
  await trustHostKey(page, lab.instance(INSTANCE).hostKeyFingerprints)
  const connect = page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true })
  await connect.click({ timeout: 60_000 })
  await shellAnswers(page, 1)
}

/** So many terminals were made, and something stands before the last one's cursor: a prompt. */
export async function shellAnswers(page: Page, terminals: number): Promise<void> {
  await page.waitForFunction(
    (count) => {
      const { terminals } = window.latchkeyProbe
      const buffer = terminals[count - 1]?.buffer.active
      return (
        buffer !== undefined &&
        buffer.cursorX > 0 &&
        /[$#] /.test(buffer.getLine(buffer.baseY + buffer.cursorY)?.translateToString() ?? '')
      )
    },
    terminals,
    { timeout: 60_000 },
  )
}
