import { expect } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { addLabAccountByHand, createKeyByHand, goTo, makeSealedVaultByHand, pickMore } from './steps.js'

webOnly('a second page is a second browser tab')

test('what one page changes, the other shows by itself', async ({ page, host }) => {
  await makeSealedVaultByHand(page)
  const other = await page.context().newPage()
  await other.goto(await host.newUrl())
  await goTo(other, 'Keys')
  await expect(other.getByText('There is no key pair yet')).toBeVisible()

  await createKeyByHand(page, 'first')
  const row = (name: RegExp) => other.getByRole('row', { name })
  await expect(row(/^Select first/)).toBeVisible()
  await page.getByRole('button', { name: 'Edit…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill('second')
  await sheet.getByLabel('Name').press('Enter')
  await expect(row(/^Select second/)).toBeVisible()
  await expect(row(/^Select first/)).toHaveCount(0)
  await pickMore(page, 'Move to bin')
  await expect(row(/^Select second/)).toHaveCount(0)

  await goTo(other, 'Instances')
  await goTo(other, 'Accounts')
  await addLabAccountByHand(page)
  await expect(other.getByText('Lab', { exact: true }).first()).toBeVisible()
})
