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

export const press = (place: Page | Locator, name: string) => () =>
  place.getByRole('button', { name, exact: true }).first().click()
