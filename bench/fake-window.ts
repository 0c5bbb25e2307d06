import type { Page } from '@playwright/test'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { launchChromium, WHOLE_CHROMIUM } from '../test/e2e/launch.js'
import { startFakeHost } from '../test/helpers/fake-host.js'

/** Does `work` in the built window over an app in memory, which is as large as `size` says to `serve-fake`. */
export async function inFakeWindow<T>(size: string[], work: (page: Page) => Promise<T>): Promise<T> {
  buildIfNeeded()
  const host = await startFakeHost(size)
  const browser = await launchChromium([], WHOLE_CHROMIUM)
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    // tsx names functions through a helper that a function sent to the page no longer finds.
    await page.addInitScript('globalThis.__name = (named) => named')
    await page.goto(host.url)
    return await work(page)
  } finally {
    await browser.close()
    await host.stop()
  }
}
