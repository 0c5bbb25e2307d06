import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { PICTURE } from '../terminal/picture.js'
import { test, webOnly } from './latchkey.js'
import { bindFirstKey, connectTo, enter, goTo, terminalText } from './steps.js'

webOnly('the switches that give WebGL and take it away are those of a browser')

test.use({ chromiumArgs: ['--enable-unsafe-swiftshader'] })

/** The lines of the picture that have frames and blocks. */
const FRAMES = [5, 6, 7]

test('is drawn with WebGL where there is one, and the same with the DOM when it is lost', async ({
  page,
  lab,
  workDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  const terminal = page.locator('[data-painter]')
  // WebGL that is made in software is slower: what the prompt is read from is there for the DOM alone.
  await connectTo(page, 'web-1')
  await expect(terminal).toHaveAttribute('data-painter', 'dom')
  await enter(page, 'exit')
  await page.getByRole('tabpanel').getByRole('button', { name: 'Close', exact: true }).click()
  await passForGpu(page)
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Connect to web-1' }).click()
  await expect(terminal).toHaveAttribute('data-painter', 'webgl')
  await expect(page.getByRole('tab', { name: /web-1.*, connected/ })).toBeVisible()
  await enter(page, `printf '\\e]0;%s\\a' "$(stty size)"`)
  const size = await titleWhen(page, /^(?<rows>\d+) (?<cols>\d+)$/m)
  const file = join(workDir, 'picture')
  await writeFile(file, `\x1b[?25l${PICTURE}\x1b]0;all drawn\x07`)
  await enter(page, `cat '${file}'; read -r; printf '\\e[?25h\\e[2J'`)
  await titleWhen(page, /^all drawn$/m)
  let byWebgl: number[][] = []
  await expect(async () => {
    byWebgl = await cellColours(page, size)
    expect(new Set(byWebgl.map(String)).size).toBeGreaterThan(80)
  }).toPass()
  expect(await secondsUntilDom(terminal)).toBeLessThan(1)
  await expect(async () => looksTheSame(byWebgl, await cellColours(page, size))).toPass()
  await enter(page, '')
  await enter(page, 'echo "drawn $((40+2))"')
  await expect.poll(() => terminalText(page)).toMatch(/^drawn 42$/m)
  await enter(page, 'echo "still $((40+3))"')
  await expect.poll(() => terminalText(page)).toMatch(/^still 43$/m)

  // The window may report no error meanwhile, and the shell be asked no more than it can take.
  const noise = join(workDir, 'noise')
  await writeFile(
    noise,
    Buffer.concat([hostileBytes(300_000), Buffer.from('\x18\x1b\\\x1bc\x1b]0;quiet\x07')]),
  )
  await enter(page, `cat '${noise}'`)
  await titleWhen(page, /^quiet$/m)
  await page.keyboard.press('Control+c')
  await enter(page, 'clear; echo "alive $((40+4))"')
  await expect.poll(() => terminalText(page)).toMatch(/^alive 44$/m)
})

/** Has the page take the WebGL that there is for that of a GPU. */
async function passForGpu(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = WebGL2RenderingContext.prototype.getParameter
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      const value: unknown = real.call(this, name)
      return typeof value === 'string' ? 'A GPU' : value
    }
  })
  await page.reload()
}

/** The same in every run. Half of them are what begins and ends sequences, and what asks the terminal something. */
function hostileBytes(count: number): Buffer {
  const telling = Buffer.from('\x1b\x1b[[]P?;99hlmnc\x07\x9b\x0e\x0f\\_^')
  let state = 20_261
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 24
  }
  return Buffer.from(
    Array.from({ length: count }, () => (next() < 128 ? next() : (telling[next() % telling.length] ?? 0))),
  )
}

/** Cell by cell, but for the edges of letters. */
function looksTheSame(one: number[][], other: number[][]): void {
  for (const [at, cell] of one.entries()) {
    const [line, column] = [Math.floor(at / 40) + 1, (at % 40) + 1]
    const apart = Math.hypot(...cell.map((part, n) => part - (other[at]?.[n] ?? 0)))
    // WebGL draws frames and blocks itself, without the font.
    expect(apart, `line ${line}, column ${column}`).toBeLessThan(FRAMES.includes(line) ? 130 : 64)
  }
}

/** How long a terminal is blank whose WebGL is taken away: until the DOM paints it. Without our help xterm.js waits three seconds. */
function secondsUntilDom(terminal: Locator): Promise<number> {
  return terminal.evaluate(async (element) => {
    let lostAt = 0
    // On its way to the terminal, before anybody there hears of it.
    document.addEventListener('webglcontextlost', () => (lostAt = performance.now()), { capture: true })
    const painted = new Promise<number>((resolve) => {
      const watcher = new MutationObserver(() => resolve(performance.now()))
      watcher.observe(element, { attributeFilter: ['data-painter'] })
    })
    for (const canvas of element.querySelectorAll('canvas'))
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
    const seconds = ((await painted) - lostAt) / 1000
    if ((element as HTMLElement).dataset.painter !== 'dom') throw new Error('The DOM does not paint it.')
    return seconds
  })
}

/** What a program has set as title, once it is as asked for; its named parts, as numbers. */
async function titleWhen(page: Page, wanted: RegExp): Promise<Record<string, number>> {
  const tab = page.getByRole('tab', { name: /web-1/ })
  await expect(tab).toHaveAttribute('title', wanted)
  const { groups = {} } = wanted.exec((await tab.getAttribute('title')) ?? '') ?? {}
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, Number(text)]))
}

/** The mean red, green and blue of each of the picture's 40 by 12 cells, row by row. */
async function cellColours(page: Page, { rows = 1, cols = 1 }: Record<string, number>): Promise<number[][]> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const screen = await page.locator('.xterm-screen').boundingBox()
  if (screen === null) throw new Error('The terminal is not shown.')
  const cell = { width: screen.width / cols, height: screen.height / rows }
  const clip = {
    x: screen.x,
    y: screen.y,
    width: Math.ceil(cell.width * 40),
    height: Math.ceil(cell.height * 12),
  }
  const png = (await page.screenshot({ clip, animations: 'disabled' })).toString('base64')
  return page.evaluate(
    async ({ png, cell }) => {
      const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      if (context === null) throw new Error('There is no canvas.')
      context.drawImage(image, 0, 0)
      return Array.from({ length: 40 * 12 }, (_, at) => {
        const [left, top] = [(at % 40) * cell.width, Math.floor(at / 40) * cell.height]
        // Without the edges, where a part of a pixel may be the neighbour's.
        const { data } = context.getImageData(left + 2, top + 2, cell.width - 3, cell.height - 3)
        const mean = (part: number) =>
          data.reduce((sum, value, n) => sum + (n % 4 === part ? value : 0), 0) / (data.length / 4)
        return [mean(0), mean(1), mean(2)]
      })
    },
    { png, cell },
  )
}
