import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { inFakeWindow } from './fake-window.js'
import { aimRow, type Bench, median, plainRow, ratioRow } from './row.js'

const ROUNDS = 7
const MANY = 10_000
const MANY_AIM = 1.3
const BUNDLE_AIM_KB = 500

interface Start {
  /** Milliseconds from the beginning of the loading: the first frame with anything in it. */
  firstPaint: number
  /** The frame with the first rows, or with what stands in their place, is painted and the window has nothing more to do. */
  interactive: number
  /** The same for all rows. */
  whole: number
  /** The longest time until then in which the window heard nothing. */
  deaf: number
}

/** The window opened with nothing in it, and with 10,000 instances of which the host knows. */
export const uiStart: Bench = {
  name: 'ui.interactive-10k',
  needs: ['chromium'],
  run: () =>
    inFakeWindow(['--empty'], (empty) =>
      inFakeWindow(['--instances', String(MANY), '--keys', '200'], async (many) => {
        const starts = { empty: [] as Start[], many: [] as Start[] }
        for (let round = 0; round <= ROUNDS; round++) {
          starts.empty.push(await start(empty, 0))
          starts.many.push(await start(many, MANY))
        }
        const of = (all: Start[], part: keyof Start) => median(all.slice(1).map((one) => one[part]))
        const ofEmpty = of(starts.empty, 'interactive')
        return [
          plainRow('ui.first-paint', 'ms', of(starts.empty, 'firstPaint')),
          plainRow('ui.interactive-empty', 'ms', ofEmpty),
          ratioRow('ui.interactive-10k', 'ms', of(starts.many, 'interactive'), ofEmpty, MANY_AIM),
          plainRow('ui.interactive-10k all rows', 'ms', of(starts.many, 'whole')),
          ratioRow(
            'ui.interactive-10k longest task',
            'ms',
            of(starts.many, 'deaf'),
            of(starts.empty, 'deaf'),
          ),
        ]
      }),
    ),
}

/** Loads the window anew until all of its `rows` are there. */
async function start(page: Page, rows: number): Promise<Start> {
  await page.bringToFront()
  await page.reload({ waitUntil: 'commit' })
  return page.evaluate((rows) => {
    let deaf = 0
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) deaf = Math.max(deaf, duration)
    })
    tasks.observe({ type: 'longtask', buffered: true })
    const section = () => document.querySelector('main section[aria-label="Instances"]')
    const isThere = () =>
      section()?.querySelector('[role="row"][data-index]') != null ||
      /there is none yet|your first connection/.test(section()?.textContent ?? '')
    const isWhole = () =>
      isThere() && Number(section()?.querySelector('[role="grid"]')?.ariaRowCount ?? 0) >= rows
    /** Resolves to when the frame that shows it was painted and nothing more is to be done. */
    const after = (isMet: () => boolean) =>
      new Promise<number>((resolve) => {
        const frame = () => {
          if (!isMet()) return requestAnimationFrame(frame)
          return requestIdleCallback(() => resolve(performance.now()))
        }
        frame()
      })
    return Promise.all([after(isThere), after(isWhole)]).then(([interactive, whole]) => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      return { firstPaint: paint?.startTime ?? 0, interactive, whole, deaf }
    })
  }, rows)
}

/** All scripts and styles that the window has read by the time that its first screen is there, as gzip packs them. */
export const uiBundle: Bench = {
  name: 'ui.bundle',
  needs: ['chromium'],
  run: () =>
    inFakeWindow(['--empty'], async (page) => {
      await start(page, 0)
      const paths = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
      )
      const files = [...new Set(paths)].filter((path) => /\.(js|css)$/.test(path))
      const bytes = files.reduce(
        (sum, path) => sum + gzipSync(readFileSync(join('out/renderer', path))).length,
        0,
      )
      return [aimRow('ui.bundle', 'kB', bytes / 1000, BUNDLE_AIM_KB)]
    }),
}
