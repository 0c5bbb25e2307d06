import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'

const screenshots = join('test-results', 'screenshots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
    expect(await violations(page, view.rules), `axe on ${name}, ${view.name}`).toEqual([])
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

/** One line per violation: the rule and the elements. Evaluated, not loaded as a script: the page's policy forbids that. */
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  }, rules)
}
