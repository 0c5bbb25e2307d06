import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { inspect } from './inspect.js'

/** All of the last `npm run gallery`. */
export const PICTURES = join('build', 'gallery')

/** What Playwright leaves of comparisons that failed. */
export const DIFFERENCES = join('build', 'gallery-differences')

/** What was looked at and found right. */
export const ACCEPTED = join('test', 'gallery', 'accepted')

/** Every size and look that a screen is pictured in. `accepted`: it is compared with an accepted picture in each run. */
export const looks = [
  { name: 'light', width: 1280, height: 800, colorScheme: 'light', accepted: true },
  { name: 'dark', width: 1280, height: 800, colorScheme: 'dark', accepted: true },
  { name: 'wide', width: 1920, height: 1080, colorScheme: 'light', accepted: false },
  // 1280 x 800 at a zoom of 200 %: half as many pixels of CSS, each drawn with four.
  { name: 'zoom-200', width: 640, height: 400, colorScheme: 'light', accepted: false },
  { name: 'narrow', width: 480, height: 800, colorScheme: 'dark', accepted: false },
  { name: 'contrast', width: 1280, height: 800, colorScheme: 'dark', accepted: false },
] as const

/**
 * Pictures the screen. The accepted looks are compared with `accepted/`; with GALLERY in the environment all looks are kept
 * for the page that `npm run gallery` builds, and with 1 in it the screen is inspected: it would cost each run of the tests
 * too much.
 * `accepted`: what of it is compared, all by default.
 */
export async function picture(page: Page, name: string, accepted: Page | Locator = page): Promise<void> {
  const all = process.env.GALLERY !== undefined
  await page.mouse.move(0, 0)
  if (all) mkdirSync(PICTURES, { recursive: true })
  for (const look of looks) {
    if (!look.accepted && !all) continue
    await page.setViewportSize({ width: look.width, height: look.height })
    await page.emulateMedia({
      colorScheme: look.colorScheme,
      forcedColors: look.name === 'contrast' ? 'active' : 'none',
    })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.colorScheme)
    if (look.accepted) await expect.soft(accepted).toHaveScreenshot(`${name}-${look.name}.png`)
    if (all)
      await page.screenshot({ path: join(PICTURES, `${name}-${look.name}.png`), animations: 'disabled' })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  if (process.env.GALLERY === '1') await inspect(page, name)
}
