import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { goTo, makeSealedVault } from './steps.js'

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
