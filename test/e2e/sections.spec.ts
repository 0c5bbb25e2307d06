import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { createKey, goTo, makeSealedVault } from './steps.js'

test('Back and Forward go through the sections that were shown', async ({ page }) => {
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  await goTo(page, 'Activity')
  await page.evaluate(() => history.back())
  await expect(heading(page, 'Keys')).toBeVisible()
  await page.evaluate(() => history.back())
  await expect(heading(page, 'Instances')).toBeVisible()
  await page.evaluate(() => history.go(2))
  await expect(heading(page, 'Activity')).toBeVisible()
})

test('a reload stays in its section', async ({ page }) => {
  await makeSealedVault(page)
  await goTo(page, 'Settings')
  await page.reload()
  await expect(heading(page, 'Settings')).toBeVisible()
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true, level: 1 })

test('where the system decides on colours, what is chosen and what programs paint can still be told from the rest', async ({
  page,
}) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  const row = page.getByRole('row', { name: /deploy/ })
  await row.click()
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await page.emulateMedia({ forcedColors: 'active' })
  await expect(row).toHaveCSS('outline-width', '2px')
  await expect(page.getByRole('button', { name: 'Keys', exact: true })).toHaveCSS('outline-style', 'solid')
  await page.getByRole('button', { name: 'Edit…' }).click()
  await expect(page.getByRole('dialog', { name: 'Edit deploy' })).toHaveCSS('border-top-width', '1px')
})
