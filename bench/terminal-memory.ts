import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { until } from '../test/helpers/processes.js'
import { writeColouredText } from './coloured-text.js'
import { INSTANCE, type LatchkeyPage, shellAnswers, withLatchkey } from './latchkey-page.js'
import { aimRow, type Bench, plainRow, type Row } from './row.js'
import { sideOf } from './terminal-pair.js'

/** From the first of these to the last: what the first tab costs once is left out. */
const TABS = [2, 12] as const
/** What a terminal keeps by default; more are written, so that all are filled. */
const LINES = 10_000
const FILE_BYTES = 3_000_000
const RENDERER_AIM_MB = 25
const CORE_AIM_MB = 1
/** Frames, timers and acknowledgements of the last output are over. */
const IDLE_MS = 2000

/** In MB: what each side holds after a sweep, and what the operating system gave the window. */
interface Memory {
  renderer: number
  resident: number
  core: number
}

/** What each further tab costs whose scrollback is full and in which nothing happens, in the window and in the core. */
export const terminalMemory: Bench = {
  name: 'terminal.memory',
  needs: ['chromium', 'openssh-client', 'openssh-server'],
  run() {
    const report = `--import tsx --import ${pathToFileURL(join(import.meta.dirname, 'report-memory.ts'))}`
    const options = [process.env.NODE_OPTIONS, report].filter(Boolean).join(' ')
    return withLatchkey(measure, (dir) => ({ NODE_OPTIONS: options, MEMORY_REPORT: reportIn(dir) }))
  },
}

async function measure(latchkey: LatchkeyPage): Promise<Row[]> {
  const { page, browser, dir } = latchkey
  const file = join(dir, 'coloured.txt')
  writeColouredText(file, FILE_BYTES)
  const seen: Memory[] = []
  for (let tab = 1; tab <= TABS[1]; tab++) {
    if (tab > 1) await openTab(page, tab)
    await fill(page, file, tab)
    if (tab !== TABS[0] && tab !== TABS[1]) continue
    await page.waitForTimeout(IDLE_MS)
    seen.push({ ...(await rendererMemory(page, browser)), core: await coreMemory(latchkey) })
  }
  const each = (what: keyof Memory) => {
    const [first, last] = seen.map((memory) => memory[what])
    return ((last ?? Number.NaN) - (first ?? Number.NaN)) / (TABS[1] - TABS[0])
  }
  return [
    aimRow('terminal.memory renderer', 'MB', each('renderer'), RENDERER_AIM_MB),
    plainRow('terminal.memory renderer resident', 'MB', each('resident')),
    aimRow('terminal.memory core', 'MB', each('core'), CORE_AIM_MB),
  ]
}

async function openTab(page: Page, tab: number): Promise<void> {
  await page.getByRole('button', { name: `Connect to ${INSTANCE}` }).click()
  await shellAnswers(page, tab)
}

/** Throws unless the whole scrollback is full. */
async function fill(page: Page, file: string, tab: number): Promise<void> {
  await sideOf(page).run(`cat ${file}; printf 'FILLED-%s' ${tab}-END`, `FILLED-${tab}-END`)
  const lines = await page.evaluate(() => window.latchkeyProbe.lines())
  if (lines < LINES) throw new Error(`Terminal ${tab} has ${lines} lines.`)
}

async function rendererMemory(page: Page, browser: Browser): Promise<Omit<Memory, 'core'>> {
  const devtools = await page.context().newCDPSession(page)
  for (let sweep = 0; sweep < 2; sweep++) await devtools.send('HeapProfiler.collectGarbage')
  const usage = (await devtools.send('Runtime.getHeapUsage')) as HeapUsage
  await devtools.detach()
  const whole = await browser.newBrowserCDPSession()
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  await whole.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  return {
    renderer: (usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize) / 1e6,
    resident: Math.max(...renderers.map(({ id }) => residentOf(id))), // beside the one that Chromium keeps ready
  }
}

/** Newer than Playwright's types: nodes of the page, and the buffers in which xterm.js keeps its cells. */
interface HeapUsage {
  usedSize: number
  embedderHeapUsedSize: number
  backingStorageSize: number
}

/** MB of a process that no other process has too. */
function residentOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = [...rollup.matchAll(/^Private_\w+: +(\d+) kB$/gm)].map(([, size]) => Number(size))
  return (kilobytes.reduce((sum, size) => sum + size, 0) * 1024) / 1e6
}

const reportIn = (dir: string) => join(dir, 'memory.json')

async function coreMemory({ core, dir }: LatchkeyPage): Promise<number> {
  const report = reportIn(dir)
  rmSync(report, { force: true }) // here and not below: Node may see a signal twice
  core.kill('SIGUSR2')
  await until('the core has reported its memory', async () => existsSync(report))
  const { heapUsed, external } = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.MemoryUsage
  return (heapUsed + external) / 1e6
}
