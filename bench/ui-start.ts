import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { inFakeWindow } from './fake-window.js'
import { aimRow, type Bench, median, plainRow, ratioRow } from './row.js'

const ROUNDS = 7
const MANY_AIM = 1.3
const BUNDLE_AIM_KB = 500

interface Start {
  /** Milliseconds from the beginning of the loading: the first frame with anything in it. */
  firstPaint: number
  /** The frame with the rows, or with what stands in their place, is painted and the window has nothing more to do. */
  interactive: number
}

/** The window opened with nothing in it, and with 10,000 instances of which the host knows. */
export const uiStart: Bench = {
  name: 'ui.interactive-10k',
  needs: ['chromium'],
  run: () =>
    inFakeWindow(['--empty'], (empty) =>
      inFakeWindow(['--instances', '10000', '--keys', '200'], async (many) => {
        const starts = { empty: [] as Start[], many: [] as Start[] }
        for (let round = 0; round <= ROUNDS; round++) {
          starts.empty.push(await start(empty))
          starts.many.push(await start(many))
        }
        const of = (all: Start[], part: keyof Start) => median(all.slice(1).map((one) => one[part]))
        const ofEmpty = of(starts.empty, 'interactive')
        return [
          plainRow('ui.first-paint', 'ms', of(starts.empty, 'firstPaint')),
          plainRow('ui.interactive-empty', 'ms', ofEmpty),
          ratioRow('ui.interactive-10k', 'ms', of(starts.many, 'interactive'), ofEmpty, MANY_AIM),
        ]
      }),
    ),
}

async function start(page: Page): Promise<Start> {
  await page.bringToFront()
  await page.reload({ waitUntil: 'commit' })
  return page.evaluate(
    () =>
      new Promise<Start>((resolve) => {
        const isThere = () => {
          const section = document.querySelector('main section[aria-label="Instances"]')
          const words = section?.textContent ?? ''
          return (
            section?.querySelector('[role="row"][data-index]') != null || words.includes('there is none yet')
          )
        }
        const frame = () => {
          if (!isThere()) return requestAnimationFrame(frame)
          return requestIdleCallback(() => {
            const [paint] = performance.getEntriesByName('first-contentful-paint')
            resolve({ firstPaint: paint?.startTime ?? 0, interactive: performance.now() })
          })
        }
        frame()
      }),
  )
}

/** All scripts and styles that the window has read by the time that its first screen is there, as gzip packs them. */
export const uiBundle: Bench = {
  name: 'ui.bundle',
  needs: ['chromium'],
  run: () =>
    inFakeWindow(['--empty'], async (page) => {
      await start(page)
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
