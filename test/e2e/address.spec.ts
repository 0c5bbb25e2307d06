import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { CHROMIUM, launchChromium, startWebHost, stopProcess } from './launch.js'

/** What somebody reads who comes with the wrong address; the desktop window has none. */
test('says why an address does not work, how to get another, and goes on with it', async () => {
  test.skip(test.info().project.name === 'desktop', 'the desktop window has no address')
  test.skip(!existsSync(CHROMIUM), `${CHROMIUM} is not installed`)
  const profileDir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'))
  const { url, newUrl, child } = await startWebHost(['--profile', profileDir])
  const browser = await launchChromium()
  const context = await browser.newContext()
  const welcome = /^Where should Latchkey keep your private keys/
  try {
    const page = await context.newPage()
    await page.goto(url)
    await expect(page.getByRole('heading', { name: welcome })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: welcome })).toBeVisible()

    const late = await context.newPage()
    await late.goto(url)
    await expect(late.getByText('This address is used or too old')).toBeVisible()

    const bare = await context.newPage()
    await bare.goto(new URL(url).origin)
    await expect(bare.getByText('This address is not enough to get in')).toBeVisible()
    await bare.goto(await newUrl())
    await expect(bare.getByRole('heading', { name: welcome })).toBeVisible()

    // The late page's own calls must not have replaced its reason by a lesser one meanwhile.
    await expect(late.getByText('This address is used or too old')).toBeVisible()
    await expect(late.locator('body')).toContainText('press Enter in the terminal where Latchkey runs')
  } finally {
    await browser.close()
    await stopProcess(child)
    await rm(profileDir, { recursive: true, force: true })
  }
})
