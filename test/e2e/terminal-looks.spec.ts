import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, connectTo, enter, goTo, terminalText } from './steps.js'

webOnly('a second page is a second browser tab')

test('what is set for terminals is seen in the preview and in the open terminals of every window', async ({
  page,
  lab,
  host,
  workDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  const other = await page.context().newPage()
  await other.goto(await host.newUrl())
  await goTo(other, 'Settings')
  await atTerminal(other)
  await look(other, 'settings-terminal')

  await choose(other, 'Colours while the window is light', 'Dracula')
  await expect.poll(() => background(page)).toBe('rgb(40, 42, 54)')
  await expect.poll(() => background(other)).toBe('rgb(40, 42, 54)')

  await other.getByLabel('Files of colour schemes').setInputFiles([iterm, broken])
  await expect(other.getByText('Imported Night shift')).toBeVisible()
  await expect(other.getByText('broken.itermcolors lacks Ansi 3 Color')).toBeVisible()
  await choose(other, 'Colours while the window is light', 'Night shift')
  await expect.poll(() => background(page)).toBe('rgb(51, 0, 102)')
  await atTerminal(other)
  await look(other, 'settings-terminal-imported')
  await other.getByRole('button', { name: 'Delete Night shift' }).click()
  await expect.poll(() => background(page)).toBe('rgb(255, 255, 255)')

  let asked = 0
  const columns = async () => {
    asked += 1
    const answer = new RegExp(`^answer ${asked}: (\\d+) columns$`, 'm')
    await enter(page, `clear; echo "answer ${asked}: $(tput cols) columns"`)
    await expect.poll(() => terminalText(page)).toMatch(answer)
    return Number(answer.exec(await terminalText(page))?.[1])
  }
  const before = await columns()
  await other.getByLabel('Size in px').fill('20')
  await other.getByLabel('Size in px').press('Enter')
  await expect.poll(() => styleOf(page, 'fontSize')).toBe('20px')
  await expect
    .poll(() => overhang(page), 'larger characters are fewer, in the same place')
    .toBeLessThanOrEqual(0)
  await expect(async () => expect(await columns()).toBeLessThan(before * 0.75)).toPass()
  await other.getByRole('combobox', { name: 'Font' }).fill('IBM Plex Mono')
  await other.getByRole('combobox', { name: 'Font' }).press('Enter')
  await expect.poll(() => styleOf(page, 'fontFamily')).toContain('IBM Plex Mono')
  await expect.poll(() => page.evaluate(() => document.fonts.check('20px "IBM Plex Mono"'))).toBe(true)
  await other.getByRole('combobox', { name: 'Font' }).fill('Nobody Sans Mono')
  await other.getByRole('combobox', { name: 'Font' }).press('Enter')
  await expect(other.getByText('This computer has no font named Nobody Sans Mono.')).toBeVisible()
  await expect.poll(() => styleOf(page, 'fontFamily')).toContain('Nobody Sans Mono')

  await page.locator('.xterm-helper-textarea:visible').focus()
  const smaller = await columns()
  for (let times = 0; times < 7; times++) await page.keyboard.press('Control+-')
  await expect(async () => expect(await columns()).toBeGreaterThan(smaller * 1.3)).toPass()
  await page.keyboard.press('Control+0')
  await expect(async () => expect(await columns()).toBe(smaller)).toPass()

  // Each has marks that no other has. To lay the page out for each would take seconds.
  const piled = join(workDir, 'piled')
  await writeFile(piled, `${PILED.map((line) => `${line}|`).join('\n')}\n${'p'.repeat(LETTERS)}|\npiled\n`)
  const layouts = await layoutsUntil(page, async () => {
    await enter(page, `export LC_ALL=C.UTF-8; clear; cat '${piled}'`)
    await expect.poll(() => terminalText(page)).toMatch(/^piled$/m)
  })
  expect(layouts).toBeLessThan(PILED.length * LETTERS * 0.5)
  const ends = await lineEnds(page)
  expect(ends).toHaveLength(PILED.length + 1)
  for (const end of ends) expect(Math.abs(end - (ends.at(-1) ?? 0)), 'in its column').toBeLessThan(1)
})

const LETTERS = 60
/** Lines of letters with four marks each, that a font has. */
const PILED = Array.from({ length: 4 }, (_line, line) =>
  Array.from({ length: LETTERS }, (_letter, letter) => {
    const n = line * LETTERS + letter
    const marks = [n % 5, (n / 5) % 5, (n / 25) % 5, n / 125].map((mark) => 0x300 + Math.floor(mark))
    return String.fromCodePoint(0x61 + (n % 26), ...marks)
  }).join(''),
)

/** How often the page is laid out meanwhile. */
async function layoutsUntil(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const count = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? Number.NaN
  }
  const before = await count()
  await work()
  return (await count()) - before
}

/** Where in each row that ends with a bar the bar is drawn, in px. */
function lineEnds(page: Page): Promise<number[]> {
  return page.locator('.xterm-rows:visible > div').evaluateAll((rows) =>
    rows
      .filter((row) => row.textContent?.trimEnd().endsWith('|'))
      .map((row) => {
        const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
        const range = document.createRange()
        for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
          const at = node.textContent?.lastIndexOf('|') ?? -1
          if (at < 0) continue
          range.setStart(node, at)
          range.setEnd(node, at + 1)
        }
        return range.getBoundingClientRect().left
      }),
  )
}

/** Its preview at the top of what is seen. */
async function atTerminal(page: Page): Promise<void> {
  await page
    .getByRole('heading', { name: 'Terminal', exact: true })
    .evaluate((heading) => heading.scrollIntoView())
}

async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name, exact: true }).click()
}

/** Of the terminal that is shown: the session's, or the preview. */
function background(page: Page): Promise<string> {
  return page
    .locator('.xterm-scrollable-element:visible')
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor)
}

function styleOf(page: Page, property: 'fontFamily' | 'fontSize'): Promise<string> {
  return page
    .locator('.xterm-rows:visible')
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name], property)
}

/** How far its lines reach over the right edge of the window, in px. */
function overhang(page: Page): Promise<number> {
  return page
    .locator('.xterm-rows:visible')
    .first()
    .evaluate((element) => element.getBoundingClientRect().right - window.innerWidth)
}

const component = (name: string, value: number) => `<key>${name} Component</key><real>${value}</real>`
const entry = (name: string, [red = 0, green = 0, blue = 0]: number[]) =>
  `<key>${name} Color</key><dict><key>Alpha Component</key><real>1</real>${component('Blue', blue)}` +
  `<key>Color Space</key><string>sRGB</string>${component('Green', green)}${component('Red', red)}</dict>`

function itermFile(name: string, leaveOut: number | null) {
  const ansi = Array.from({ length: 16 }, (_, at) => entry(`Ansi ${at}`, [at / 16, 0.5, 0.8]))
  const kept = ansi.filter((_, at) => at !== leaveOut).join('\n')
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${kept}${entry('Background', [0.2, 0, 0.4])}${entry('Foreground', [1, 1, 1])}</dict></plist>`
  return { name, mimeType: 'application/xml', buffer: Buffer.from(text) }
}

const iterm = itermFile('Night shift.itermcolors', null)
const broken = itermFile('broken.itermcolors', 3)
