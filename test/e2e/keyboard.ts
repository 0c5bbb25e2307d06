import { expect, type Locator, type Page } from '@playwright/test'

/* Somebody without a mouse, who sees where the keyboard is. */

/** Counts what only a mouse or a finger does, from the next page on. Call before the page is used, and `mouseUses` at the end. */
export async function countMouse(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = window as unknown as { mouseUses: number }
    seen.mouseUses = 0
    window.addEventListener('pointerdown', () => seen.mouseUses++, { capture: true })
  })
}

export const mouseUses = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { mouseUses: number }).mouseUses)

/** Goes on with Tab (or the key given) until the element has the keyboard; at each stop one sees where that is. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  const stops: string[] = []
  while (!(await hasFocus(target))) {
    await page.keyboard.press(key)
    stops.push(await seeFocus(page))
    if (stops.length > 60) throw new Error(`The keyboard never came there:\n${stops.join('\n')}`)
  }
}

const hasFocus = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))

/** Waits until something has the keyboard, and all of it is seen: in the window, under nothing, with an outline of 3:1. Tells what it is. */
export async function seeFocus(page: Page): Promise<string> {
  let name = ''
  await expect
    .poll(async () => {
      const { told, wrong } = await page.evaluate(focusNow)
      name = told
      return wrong.length === 0 ? [] : [told, ...wrong]
    }, 'where the keyboard is')
    .toEqual([])
  return name
}

/** Runs in the page. */
function focusNow(): { told: string; wrong: string[] } {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body)
    return { told: 'nothing', wrong: ['nobody has the keyboard'] }
  const told = `${element.tagName.toLowerCase()}[${element.getAttribute('role') ?? ''}] ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}`
  // A terminal's own field is out of sight: its cursor is filled while it has the keyboard.
  if (element.matches('.xterm-helper-textarea')) {
    const filled = element.closest('.xterm.focus')?.querySelector('.xterm-cursor')
    return { told, wrong: filled ? [] : ['the cursor of the terminal is not filled'] }
  }
  const wrong: string[] = []
  // A box or a choice that is drawn by what it stands in.
  const drawn = outlined(element)
  const { left, right, top, bottom, width, height } = drawn.getBoundingClientRect()
  if (width < 1 || height < 1) wrong.push('it has no size')
  if (right < 1 || bottom < 1 || left > innerWidth - 1 || top > innerHeight - 1)
    wrong.push('it is out of sight')
  const x = Math.min(Math.max((left + right) / 2, 1), innerWidth - 1)
  const y = Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1)
  const there = document.elementFromPoint(x, y)
  const together =
    there !== null &&
    (drawn.contains(there) || there.contains(drawn) || drawn.closest('label')?.contains(there))
  if (!together) wrong.push(`it is covered by ${there?.className}`)
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(drawn)
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) wrong.push('it has no outline')
  else {
    const behind = background(drawn.parentElement)
    const ratio = contrast(channels(outlineColor), behind)
    if (ratio < 3) wrong.push(`its outline has ${ratio.toFixed(2)}:1`)
  }
  return { told, wrong }

  function outlined(start: HTMLElement): HTMLElement {
    const near = [start, start.nextElementSibling, start.parentElement, start.parentElement?.parentElement]
    const found = near.find(
      (one) =>
        one instanceof HTMLElement &&
        getComputedStyle(one).outlineStyle !== 'none' &&
        one.getBoundingClientRect().width > 1,
    )
    return found instanceof HTMLElement ? found : start
  }
  function channels(colour: string): number[] {
    const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  function background(from: Element | null): number[] {
    for (let box = from; box !== null; box = box.parentElement) {
      const colour = channels(getComputedStyle(box).backgroundColor)
      if (colour[3] === 255) return colour
    }
    return [255, 255, 255, 255]
  }
  function contrast(one: number[], other: number[]): number {
    const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((p, q) => q - p)
    return (a + 0.05) / (b + 0.05)
  }
  function luminance(colour: number[]): number {
    const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
}

/** Does what the palette finds by these words. */
export async function byPalette(page: Page, words: string, option: RegExp): Promise<void> {
  await page.keyboard.press('Control+Shift+K')
  const palette = page.getByRole('dialog', { name: 'Go to or do anything' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  await expect(palette.getByRole('option', { selected: true })).toHaveText(option)
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}
