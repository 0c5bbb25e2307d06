import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { axeViolations } from './axe.js'

const screenshots = join('test-results', 'screenshots')

/** The dark screen differs from the light one in nothing but colours, the narrow one in nothing but its layout. */
const views = [
  { name: 'light', scheme: 'light', width: 1280, height: 800, rules: {} },
  {
    name: 'dark',
    scheme: 'dark',
    width: 1280,
    height: 800,
    rules: { runOnly: 'color-contrast' },
  },
  {
    name: 'narrow',
    scheme: 'light',
    width: 700,
    height: 800,
    rules: { rules: { 'color-contrast': { enabled: false } } },
  },
] as const

/**
 * Has axe find no violation in the screen, light, dark and narrow, and keeps a screenshot of each; in CI nobody
 * would ever see those.
 */
export async function look(page: Page, name: string): Promise<void> {
  const kept = !process.env.CI
  if (kept) mkdirSync(screenshots, { recursive: true })
  for (const view of views) {
    await setView(page, view)
    if (kept)
      await page.screenshot({ path: join(screenshots, `${name}-${view.name}.png`), animations: 'disabled' })
    expect(await axeViolations(page, view.rules), `axe on ${name}, ${view.name}`).toEqual([])
  }
  await setView(page, views[0])
}

/** Resolves when the window has taken the scheme on and has been painted with it. */
async function setView(page: Page, view: (typeof views)[number]): Promise<void> {
  await page.setViewportSize({ width: view.width, height: view.height })
  await page.emulateMedia({ colorScheme: view.scheme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', view.scheme)
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}
