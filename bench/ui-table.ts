import type { Page } from '@playwright/test'
import { filterRows } from '../renderer/features/instances/query.js'
import { createRows } from '../renderer/features/instances/rows.js'
import { accounts, inventory, keyPairs } from '../test/helpers/fake-data.js'
import { fakeHosts } from '../test/helpers/fake-hosts.js'
import { fakeNameplates } from '../test/helpers/fake-nameplates.js'
import { inFakeWindow } from './fake-window.js'
import { keystroke, strokesOf, tableHas } from './keystroke.js'
import { aimRow, type Bench, median, percentile, type Row, ratioRow } from './row.js'

const MANY = 10_000
const FEW = 100
/** Typed and taken back key by key: a word, a field, its negation, an address, nothing. */
const WORDS = ['web-7', 'state:running', '-zone:fra', '203.0.1', 'no such thing']
const ROUNDS = 3
const FILTER_AIM_MS = 50
const SCROLL_AIM = 1.2
const TABLE = 'Instances'
const size = (instances: number) => ['--instances', String(instances), '--keys', '200']

/** The instances table narrowed as one types: from the keystroke to the frame that has the matching rows. */
export const uiFilter: Bench = {
  name: 'ui.filter-10k',
  needs: ['chromium'],
  run: () => inFakeWindow(size(MANY), measureFilter),
}

async function measureFilter(page: Page): Promise<Row[]> {
  await rowsAreThere(page, MANY)
  await page.getByLabel('Filter instances').focus()
  const all = [...inventory(MANY).instances, ...fakeHosts(false).instances()]
  const plates = await fakeNameplates(all).list(undefined, {})
  const named = new Map(plates.map((plate) => [plate.instanceId, plate]))
  const rows = createRows()(all, accounts, keyPairs, named)
  const matching = (filter: string) => filterRows(rows, filter).length
  const strokes = WORDS.flatMap(strokesOf)
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = []
    for (const { key, text } of strokes)
      times.push(await keystroke(page, key, await tableHas(page, TABLE, matching(text))))
    rounds.push(times)
  }
  const times = strokes.map((_stroke, at) => median(rounds.map((round) => round[at] ?? 0)))
  return [
    aimRow('ui.filter-10k median', 'ms', median(times), FILTER_AIM_MS),
    aimRow('ui.filter-10k slowest keystroke', 'ms', Math.max(...times), FILTER_AIM_MS),
  ]
}

/** The instances table scrolled by the same way each frame, with 10,000 rows and with 100. */
export const uiScroll: Bench = {
  name: 'ui.scroll-10k',
  needs: ['chromium'],
  run: () =>
    inFakeWindow(size(MANY), (many) =>
      inFakeWindow(size(FEW), async (few) => {
        const times = { many: [] as number[], few: [] as number[] }
        for (let round = 0; round <= ROUNDS; round++) {
          const [ofMany, ofFew] = [await frameTimes(many, MANY), await frameTimes(few, FEW)]
          if (round === 0) continue
          times.many.push(percentile(ofMany, 0.95))
          times.few.push(percentile(ofFew, 0.95))
        }
        return [ratioRow('ui.scroll-10k frame p95', 'ms', median(times.many), median(times.few), SCROLL_AIM)]
      }),
    ),
}

/** Milliseconds of each frame while the table is scrolled down and up again, a third of a screen per frame. */
async function frameTimes(page: Page, rows: number): Promise<number[]> {
  await page.bringToFront()
  await rowsAreThere(page, rows)
  return page.getByRole('grid', { name: TABLE }).evaluate(
    (grid) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = []
        let step = 200
        let last = performance.now()
        const frame = (now: number) => {
          times.push(now - last)
          last = now
          if (times.length === 240) return resolve(times.slice(1))
          const end = grid.scrollHeight - grid.clientHeight
          if (grid.scrollTop + step > end || grid.scrollTop + step < 0) step = -step
          grid.scrollTop += step
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
  )
}

/** All of so many, not the first alone. */
async function rowsAreThere(page: Page, rows: number): Promise<void> {
  await page.waitForFunction(
    ([table, rows]) => {
      const grid = document.querySelector(`main [role="grid"][aria-label="${table}"]`)
      return Number(grid?.ariaRowCount ?? 0) >= rows
    },
    [TABLE, rows] as const,
  )
}
