import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Page } from '@playwright/test'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { launchChromium, stopProcess } from '../test/e2e/launch.js'

/** Does `work` in the built window over an app in memory, which is as large as `size` says to `serve-fake`. */
export async function inFakeWindow<T>(size: string[], work: (page: Page) => Promise<T>): Promise<T> {
  buildIfNeeded()
  const args = ['--import', 'tsx', 'test/helpers/serve-fake.ts', ...size, '--latency', '0']
  const host = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: host.stdout }).once('line', resolve)
  })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    // tsx names functions through a helper that a function sent to the page no longer finds.
    await page.addInitScript('globalThis.__name = (named) => named')
    await page.goto(url)
    return await work(page)
  } finally {
    await browser.close()
    await stopProcess(host)
  }
}
