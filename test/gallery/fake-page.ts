import { existsSync } from 'node:fs'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { CHROMIUM, launchChromium } from '../e2e/launch.js'
import { startFakeHost } from '../helpers/fake-host.js'
import { GALLERY_TIME } from './gallery-time.js'

interface Fixtures {
  /**
   * The built window on an app in memory, which is as `args` say to `serve-fake`: the same names, numbers and time in each
   * run. What real clouds and servers show is in the screenshots of the end-to-end tests.
   */
  open: (args: string[]) => Promise<Page>
}

export const test = base.extend<Fixtures, { browserOfWorker: Browser | null }>({
  browserOfWorker: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const browser = existsSync(CHROMIUM) ? await launchChromium(['--disable-3d-apis']) : null
      await use(browser)
      await browser?.close()
    },
    { scope: 'worker' },
  ],
  open: async ({ browserOfWorker }, use, info) => {
    info.skip(browserOfWorker === null, `${CHROMIUM} is not installed`)
    const ends: (() => Promise<void>)[] = []
    const late: string[] = []
    await use(async (args) => {
      const { url, stop } = await startFakeHost(args, {
        preload: './test/gallery/fixed-clock.mjs',
        env: { TZ: 'Europe/Berlin', FIXED_CLOCK: GALLERY_TIME },
      })
      ends.push(stop)
      const context = await (browserOfWorker as Browser).newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Berlin',
        locale: 'en-GB',
      })
      ends.push(() => context.close())
      const page = await context.newPage()
      await page.clock.setFixedTime(GALLERY_TIME)
      await page.exposeFunction('dialogWasLate', (name: string) => late.push(name))
      await page.addInitScript(watchDialogs)
      await page.goto(url)
      return page
    })
    for (const end of ends.reverse()) await end()
    expect(late, 'dialogs that came without the keyboard').toEqual([])
  },
})

/** The window reads them once at its start: ages in a picture from before that would not be those of one from after. */
export async function instancesAreRead(page: Page): Promise<void> {
  await expect(page.getByText('Instances read just now')).toBeVisible()
}

/** Runs in the page. What is typed before a dialog takes the keyboard is lost, so it has it before any timer can run. */
function watchDialogs(): void {
  const tell = (window as unknown as { dialogWasLate: (name: string) => void }).dialogWasLate
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
    const dialogs = added.flatMap((node) => (node instanceof Element ? [...within(node)] : []))
    const last = dialogs.at(-1)
    if (last !== undefined && !last.contains(document.activeElement)) tell(last.textContent ?? '')
  }).observe(document, { childList: true, subtree: true })
  const within = (node: Element) => {
    const wanted = '[role="dialog"][aria-modal="true"]'
    return node.matches(wanted) ? [node] : node.querySelectorAll(wanted)
  }
}
