import { expect, type Page } from '@playwright/test'
import { goTo } from '../e2e/steps.js'
import { instancesAreRead, test } from './fake-page.js'

/* What each form does the same. That each dialog has the keyboard as it comes is seen in every test of the gallery. */

test('what is typed right after the key that opens a dialog is in its field', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('button', { name: 'Add host' }).first().focus()
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.type('web.example')])
  await expect(page.getByRole('dialog', { name: 'Add host' }).getByLabel('Address')).toHaveValue(
    'web.example',
  )
})

test('a form that is refused leads to its first wrong field', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('button', { name: 'Add host' }).first().click()
  const host = page.getByRole('dialog', { name: 'Add host' })
  await host.getByRole('button', { name: 'Add host' }).press('Enter')
  await expect(host.getByLabel('Address')).toBeFocused()
  await host.getByLabel('Address').fill('web.example')
  await host.getByLabel('Port').fill('0')
  await host.getByRole('button', { name: 'Add host' }).click()
  await expect(host.getByLabel('Port')).toBeFocused()
  await closeDialog(page)

  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const account = page.getByRole('dialog', { name: 'Add an account' })
  await account.getByRole('button', { name: 'Save account' }).press('Enter')
  await expect(account.getByLabel('Name', { exact: true })).toBeFocused()
  await account.getByLabel('Name', { exact: true }).fill('production')
  await account.getByRole('button', { name: 'Test connection' }).press('Enter')
  await expect(account.getByLabel('Endpoint')).toBeFocused()
  await closeDialog(page)

  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Make a recovery kit', exact: true }).click()
  const kit = page.getByRole('dialog', { name: 'Make a recovery kit' })
  await kit.getByLabel('The last six characters of the code').fill('123456')
  await kit.getByRole('button', { name: 'I have the code' }).press('Enter')
  await expect(kit.getByLabel('The last six characters of the code')).toBeFocused()
})

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}
