import type { JSHandle, Page } from '@playwright/test'
import { inFakeWindow } from './fake-window.js'
import { keystroke, keystrokeWork, type Shown, type Stroke, strokesOf } from './keystroke.js'
import { aimRow, type Bench, median, plainRow, type Row } from './row.js'

const INSTANCES = 10_000
const KEYS = 200
/** Typed and taken back key by key: many and few matches, several words, an address, spread letters, nothing. */
const WORDS = ['web-7', 'db prod', '203.0.1', 'wb42', 'no such thing']
/** All words so often: what else the machine does falls on another keystroke each time. */
const ROUNDS = 3
/** A frame. */
const AIM_MS = 16
/** What stays the same for so long is what a text leads to. */
const SETTLED_MS = 250

/**
 * The palette over 10,000 instances, from the keystroke until the window has made what is found, in the built window over an app
 * in memory. What each text leads to is seen in a first round that isn't timed.
 */
export const uiPalette: Bench = {
  name: 'ui.palette-10k',
  needs: ['chromium'],
  run: () => inFakeWindow(['--instances', String(INSTANCES), '--keys', String(KEYS)], measure),
}

async function measure(page: Page): Promise<Row[]> {
  await page.waitForFunction(
    (all) => Number(document.querySelector('main [role="grid"]')?.ariaRowCount ?? 0) >= all,
    INSTANCES,
  )
  const strokes = WORDS.flatMap(strokesOf)
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox', { name: 'Found' }).getByRole('option').first().waitFor()
  const results = new Map<string, string>()
  for (const stroke of strokes) results.set(stroke.text, await settledResult(page, stroke))
  await page.keyboard.press('Escape')

  const openings: number[] = []
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    openings.push(await keystroke(page, 'Control+k', await paletteShows(page, results.get('') ?? '')))
    const times: number[] = []
    for (const { key, text } of strokes)
      times.push(await keystrokeWork(page, key, await paletteShows(page, results.get(text) ?? '')))
    rounds.push(times)
    await page.keyboard.press('Escape')
    await page.getByRole('listbox', { name: 'Found' }).waitFor({ state: 'detached' })
  }
  const times = strokes.map((_stroke, at) => median(rounds.map((round) => round[at] ?? 0)))
  return [
    plainRow('ui.palette-10k opening', 'ms', median(openings)),
    aimRow('ui.palette-10k median', 'ms', median(times), AIM_MS),
    aimRow('ui.palette-10k slowest keystroke', 'ms', Math.max(...times), AIM_MS),
  ]
}

/** What the palette shows: the field's text, each row found with its marks, and how many there are. */
function resultIn(page: Page): Promise<JSHandle<() => string>> {
  return page.evaluateHandle(() => () => {
    const list = document.querySelector('[role="listbox"][aria-label="Found"]')
    const field = document.querySelector<HTMLInputElement>(`[role="combobox"][aria-controls="${list?.id}"]`)
    const rows = Array.from(list?.querySelectorAll('[role="option"]') ?? [], (row) => row.innerHTML)
    return JSON.stringify([field?.value, rows, list?.parentElement?.textContent])
  })
}

async function settledResult(page: Page, { key }: Stroke): Promise<string> {
  const result = await resultIn(page)
  await page.keyboard.press(key === ' ' ? 'Space' : key)
  return result.evaluate(
    (read, ms) =>
      new Promise<string>((resolve) => {
        let before = read()
        const look = () => {
          const now = read()
          if (now === before) return resolve(now)
          before = now
          setTimeout(look, ms)
        }
        setTimeout(look, ms)
      }),
    SETTLED_MS,
  )
}

async function paletteShows(page: Page, wanted: string): Promise<Shown> {
  const result = await resultIn(page)
  return result.evaluateHandle((read, wanted) => () => read() === wanted, wanted)
}
