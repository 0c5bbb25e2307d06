import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { stopProcess } from '../test/e2e/launch.js'
import { runOk } from '../test/helpers/processes.js'
import type { LabInstance } from '../test/lab/lab.js'
import { INSTANCE, type LatchkeyPage, shellAnswers, VIEWPORT, withLatchkey } from './latchkey-page.js'
import { knownHostsText } from './openssh.js'
import { installProbe } from './terminal-probe.js'
import { installWetty, startWetty } from './wetty.js'

/** No step takes longer, also on a busy computer. */
const LONGEST_MS = 180_000
const PROMPT = 'LK-PROMPT> '
/** The prompt's parts are joined by the shell, so that the echo of the command is not taken for it. */
const SET_PROMPT = "unset PROMPT_COMMAND; PS1=$(printf '%s%s' LK- 'PROMPT> '); clear"

/** A page with an xterm.js terminal at the prompt of the same server's shell. */
export interface Side {
  page: Page
  /** Brings its page to the front, with the keyboard in the terminal. */
  show(): Promise<void>
  /** Types a line; resolves to the milliseconds until `marker` is painted at the cursor. */
  run(line: string, marker: string): Promise<number>
  /** Types a line that floods the terminal, and resolves when so many lines have come. */
  flood(line: string, lines: number): Promise<void>
  /** Types at the prompt; resolves when all of it is painted. */
  typeWhole(text: string): Promise<void>
  /** Presses a key at the prompt; resolves to the milliseconds until the whole line is painted. */
  echo(key: string, line: string): Promise<number>
  /** Presses a key; resolves to the milliseconds until the answer of bench/flooding-program.ts is painted. */
  answer(key: string): Promise<number>
  /** Presses Ctrl-C; resolves to the milliseconds until the prompt is painted. */
  interrupt(): Promise<number>
}

export interface Pair {
  /** A folder of this run, which the shells can read. */
  dir: string
  ours: Side
  /** wetty. */
  peer: Side
}

/**
 * Latchkey and wetty side by side: pages of one Chromium, terminals of the same size, shells of one sshd. Both show their
 * prompt when `work` starts.
 */
export function withPair<T>(work: (pair: Pair) => Promise<T>): Promise<T> {
  installWetty()
  return withLatchkey(async ({ dir, lab, browser, page, ends }) => {
    const ours = sideOf(page)
    const wetty = await openWetty(lab.instance(INSTANCE), browser, dir, ends)
    const peer = sideOf(wetty)
    await ours.run(SET_PROMPT, PROMPT)
    await peer.run(SET_PROMPT, PROMPT)
    await sameSize(page, wetty)
    return await work({ dir, ours, peer })
  })
}

async function openWetty(
  instance: LabInstance,
  browser: Browser,
  dir: string,
  ends: LatchkeyPage['ends'],
): Promise<Page> {
  const server = { ...instance, hostKeys: [await hostKeyOf(instance.port)] }
  const keyFile = await letPeerIn(instance.authorizedKeysPath, dir)
  const knownHosts = join(dir, 'wetty_known_hosts')
  await writeFile(knownHosts, knownHostsText(server))
  const wetty = await startWetty(server, keyFile, knownHosts)
  ends.push(() => stopProcess(wetty.child))
  const page = await browser.newPage({ viewport: VIEWPORT })
  await installProbe(page)
  await page.goto(wetty.url)
  await shellAnswers(page, 1)
  return page
}

async function letPeerIn(authorizedKeys: string | undefined, dir: string): Promise<string> {
  if (authorizedKeys === undefined) throw new Error('The lab runs without real sshd.')
  const keyFile = join(dir, 'id_ed25519')
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
  await appendFile(authorizedKeys, await readFile(`${keyFile}.pub`))
  return keyFile
}

async function hostKeyOf(port: number): Promise<string> {
  const stdout = await runOk('ssh-keyscan', ['-t', 'ed25519', '-p', String(port), '127.0.0.1'])
  return stdout.trim().split(' ').slice(1).join(' ')
}

/** wetty's terminal gets our columns and rows, and the server is told. */
async function sameSize(ours: Page, wetty: Page): Promise<void> {
  const { cols, rows } = await ours.evaluate(() => window.latchkeyProbe.size())
  await wetty.evaluate((size) => window.latchkeyProbe.resize(size.cols, size.rows), { cols, rows })
  const seen = `AT ${rows} ${cols}`
  await sideOf(wetty).run(
    `until [ "$(stty size)" = '${rows} ${cols}' ]; do sleep 0.1; done; printf 'A%s' 'T ${rows} ${cols}'`,
    seen,
  )
}

export function sideOf(page: Page): Side {
  const awaitMarker = (marker: string) =>
    page.evaluate((wanted) => window.latchkeyProbe.awaitMarker(wanted), marker)
  const painted = () =>
    within(
      'it is painted',
      page.evaluate(() => window.latchkeyProbe.painted()),
    )
  return {
    page,
    async show() {
      await page.bringToFront()
      await page.locator('.xterm-helper-textarea:visible').focus()
    },
    run: (line, marker) =>
      within(
        `${marker} is painted`,
        page.evaluate(([typed = '', wanted = '']) => window.latchkeyProbe.run(typed, wanted), [line, marker]),
      ),
    async flood(line, lines) {
      const flooded = page.evaluate(
        ([typed, count]) => {
          const flooded = window.latchkeyProbe.scrolled(count)
          window.latchkeyProbe.terminals.at(-1)?.input(`${typed}\r`, true)
          return flooded
        },
        [line, lines] as const,
      )
      await within('the flood has come', flooded)
    },
    async typeWhole(text) {
      await awaitMarker(`${PROMPT}${text}`)
      await page.keyboard.type(text)
      await painted()
    },
    async echo(key, line) {
      await awaitMarker(`${PROMPT}${line}`)
      await page.keyboard.press(key)
      return painted()
    },
    async answer(key) {
      await page.evaluate(() => window.latchkeyProbe.awaitAnswer())
      await page.keyboard.press(key)
      return painted()
    },
    async interrupt() {
      await awaitMarker(PROMPT)
      await page.keyboard.press('Control+c')
      return painted()
    },
  }
}

async function within<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${LONGEST_MS} ms in vain: ${what}`)), LONGEST_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
