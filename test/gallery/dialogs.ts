import { expect, type Locator, type Page } from '@playwright/test'
import { picture } from './pictures.js'

/** Pictures the dialog that `open` leads to once it holds `text`, and closes it. */
export async function pictureDialog(
  page: Page,
  name: string,
  open: () => Promise<unknown>,
  text: string | RegExp = /\S/,
): Promise<void> {
  await open()
  await expect(topDialog(page)).toContainText(text)
  await picture(page, name, topDialog(page))
  await closeDialogs(page)
}

/** The one that has the keyboard. */
export const topDialog = (page: Page): Locator => page.locator('[role="dialog"][aria-modal="true"]').last()

export async function closeDialogs(page: Page): Promise<void> {
  const dialogs = page.locator('[role="dialog"][aria-modal="true"]')
  for (let open = await dialogs.count(); open > 0; open--) {
    await page.keyboard.press('Escape')
    await expect(dialogs).toHaveCount(open - 1)
  }
}

/** The open menu ends with these, in a group of their own, and they alone look dangerous. */
export async function expectDanger(page: Page, items: string[]): Promise<void> {
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem').first()).toBeVisible()
  const shown = await menu.evaluate((menu) => {
    const probe = menu.ownerDocument.createElement('span')
    probe.style.color = 'var(--lk-danger)'
    menu.append(probe)
    const danger = getComputedStyle(probe).color
    probe.remove()
    return [...menu.querySelectorAll('[role="menuitem"], [role="separator"]')].map((element) =>
      element.matches('[role="separator"]')
        ? '-'
        : `${getComputedStyle(element).color === danger ? '!' : ''}${element.textContent}`,
    )
  })
  const last = shown.slice(shown.lastIndexOf('-') + 1)
  expect(last.map((text) => text.replace(/Del$/, ''))).toEqual(items.map((item) => `!${item}`))
  expect(shown.slice(0, -last.length).filter((text) => text.startsWith('!'))).toEqual([])
}

export const press = (place: Page | Locator, name: string) => () =>
  place.getByRole('button', { name, exact: true }).first().click()
