import { expect, type Page } from '@playwright/test'
import { axeViolations } from '../e2e/axe.js'

/** The looks that axe sees a screen in; the later ones differ from the first in colours alone. */
const schemes = [
  {
    name: 'light',
    colorScheme: 'light',
    contrast: null,
    rules: { rules: { 'target-size': { enabled: true } } },
  },
  { name: 'dark', colorScheme: 'dark', contrast: null, rules: { runOnly: 'color-contrast' } },
  {
    name: 'light, more contrast',
    colorScheme: 'light',
    contrast: 'more',
    rules: { runOnly: 'color-contrast' },
  },
  {
    name: 'dark, more contrast',
    colorScheme: 'dark',
    contrast: 'more',
    rules: { runOnly: 'color-contrast' },
  },
] as const

/** 1280 x 1024 at 400 %, as WCAG 1.4.10 has it, and 1280 x 800 at 200 %. */
const zooms = [
  { name: '400 %', width: 320, height: 256 },
  { name: '200 %', width: 640, height: 400 },
] as const

/** Has axe find nothing in any scheme, and everything be reached where the window is zoomed. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const { name: scheme, colorScheme, contrast, rules } of schemes) {
    await page.emulateMedia({ colorScheme, contrast: contrast ?? 'no-preference' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    expect.soft(await axeViolations(page, rules), `axe on ${name}, ${scheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' })
  for (const { name: zoom, width, height } of zooms) {
    await page.setViewportSize({ width, height })
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect.soft(await page.evaluate(outOfReach), `out of reach on ${name} at ${zoom}`).toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** What is cut off for good: it is shown, and no scrolling but that of a table brings it into the window. */
function outOfReach(): string[] {
  const told = (element: Element) =>
    `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}”`
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('[inert], [aria-hidden="true"]') === null &&
    element.getBoundingClientRect().width > 1
  const modal = [...document.querySelectorAll('[aria-modal="true"]')].at(-1) ?? document.body
  const wanted = modal.querySelectorAll(
    'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"]), h1, h2, h3, h4, p, label, [role="alert"], [role="status"]',
  )
  const lost: string[] = []
  for (const element of wanted) {
    if (!isShown(element)) continue
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect()
    const seen = (from: number, to: number, most: number, size: number) =>
      Math.min(to, most) - Math.max(from, 0) >= Math.min(size, most) - 2
    const inTable =
      element.closest('table, [role="grid"], [role="treegrid"], [role="tablist"], .xterm, svg') !== null
    if (inTable) continue
    // Code scrolls these too, people don't.
    for (let box = element.parentElement; box !== null; box = box.parentElement)
      if (
        (box.scrollTop > 1 && getComputedStyle(box).overflowY === 'hidden') ||
        (box.scrollLeft > 1 && getComputedStyle(box).overflowX === 'hidden')
      ) {
        lost.push(`${told(element)} in ${box.className}`)
        box.scrollTo(0, 0)
      }
    if (!seen(top, bottom, innerHeight, Math.min(height, 60)) || !seen(left, right, innerWidth, width))
      lost.push(told(element))
  }
  return lost
}
