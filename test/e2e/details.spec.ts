import { expect } from '@playwright/test'
import { test } from './latchkey.js'
import { addLabAccountByHand, createKeyByHand, goTo, makeSealedVaultByHand } from './steps.js'

test('in a narrow window a sheet opens over the details, and the keyboard comes back when it closes', async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 600 })
  await makeSealedVaultByHand(page)
  await createKeyByHand(page, 'deploy')
  await expect(page.getByRole('button', { name: 'Create key pair' })).toBeFocused()
  await addLabAccountByHand(page)
  await goTo(page, 'Instances')
  await page.getByRole('row', { name: /web-1/ }).click()

  const details = page.getByRole('complementary')
  await details.getByRole('button', { name: 'Bind…', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Login user').click({ trial: true })
  await page.keyboard.press('Escape')

  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(details.getByRole('button', { name: 'Bind…', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Instances' })).toBeFocused()

  await page.setViewportSize({ width: 480, height: 800 })
  const bar = page.getByRole('contentinfo')
  for (const words of ['Keys in sealed file: open', '1 account ok']) {
    const cut = () => bar.getByText(words).evaluate((place) => place.scrollWidth - place.clientWidth)
    await expect.poll(cut, `${words} is whole`).toBeLessThanOrEqual(0)
  }
  expect(await bar.evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0)
})

test('after the first key and the first account the window leads on', async ({ page }) => {
  await makeSealedVaultByHand(page)
  await createKeyByHand(page, 'deploy')
  await page.getByRole('complementary').getByRole('button', { name: 'Add account' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
  await sheet.getByRole('button', { name: 'Save account' }).click()
  await expect(page.getByText('1 account ok')).toBeVisible()
  // What nobody has looked at before is read by the map too.
  await goTo(page, 'Map')
  await expect(page.getByRole('row', { name: /legacy-admin-2019/ })).toBeVisible()
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Show instances' }).click()
  await expect(page.getByRole('row', { name: /web-1/ })).toBeVisible()
})
