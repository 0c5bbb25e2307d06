import type { Page } from '@playwright/test'
import { makeRows } from '../renderer/features/map/map-rows.js'
import { createNarrowing } from '../renderer/features/map/narrow-rows.js'
import { inventory } from '../test/helpers/fake-data.js'
import { fakeMap } from '../test/helpers/fake-map.js'
import { inFakeWindow } from './fake-window.js'
import { keystroke, strokesOf, tableHas } from './keystroke.js'
import { aimRow, type Bench, median, type Row } from './row.js'

const INSTANCES = 10_000
const KEYS = 200
/** Typed and taken back key by key: each keystroke narrows or widens the table. */
const WORDS = ['web-7-3', 'key 11 a3', '10.4.1.', 'sha256:zu', 'no such thing']
/** All words so often: what else the machine does falls on another keystroke each time. */
const ROUNDS = 3
const AIM_MS = 50
const AIM_MB = 200
const TABLE = 'Instances on the map'

/**
 * The map of 10,000 instances in 20 accounts with 200 keys, narrowed as one types: from the keystroke to the frame that has
 * the matching rows, in the built window over an app in memory; and what the window's memory is then.
 */
export const mapFilter: Bench = {
  name: 'map.filter',
  needs: ['chromium'],
  run: () => inFakeWindow(['--instances', String(INSTANCES), '--keys', String(KEYS)], measure),
}

async function measure(page: Page): Promise<Row[]> {
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Map', { exact: true }).click()
  await page.getByRole('radiogroup', { name: 'The map by' }).getByText('Instances').click()
  await page.getByRole('grid', { name: TABLE }).waitFor()
  await page.getByLabel('Filter the map').focus()
  const tables = await fakeMap(inventory(INSTANCES).instances, KEYS).tables(undefined, {})
  const rows = makeRows(tables).instances
  const matching = (filter: string) => createNarrowing(rows)({ filter, mark: 'all', ids: null }).length
  const strokes = WORDS.flatMap(strokesOf).map(({ key, text }) => ({ key, left: matching(text) }))
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = []
    for (const { key, left } of strokes)
      times.push(await keystroke(page, key, await tableHas(page, TABLE, left)))
    rounds.push(times)
  }
  const times = strokes.map((_stroke, at) => median(rounds.map((round) => round[at] ?? 0)))
  return [
    aimRow('map.filter median', 'ms', median(times), AIM_MS),
    aimRow('map.filter slowest keystroke', 'ms', Math.max(...times), AIM_MS),
    aimRow('map.filter memory', 'MB', await heapOf(page), AIM_MB),
  ]
}

/** What the window's scripts hold after a sweep, in MB. */
async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}
