import { expect, type Page } from '@playwright/test'
import { goTo, lockVault } from '../e2e/steps.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

/* What is not a section: the vault's own screens, sheets, questions, the palette, a terminal. */

const vaults = {
  'first-run': ['--vault', 'none'],
  'first-run-no-keychain': ['--vault', 'none-no-keychain'],
  'vault-locked': ['--vault', 'locked'],
  'vault-unavailable': ['--vault', 'unavailable'],
}

for (const [name, args] of Object.entries(vaults))
  test(name, async ({ open }) => {
    const page = await open(args)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await picture(page, name)
  })

test('instances: details, selection, stop, palette, shortcuts', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('row', { name: /web-1 / }).click()
  await picture(page, 'instance-details')
  await page.getByRole('checkbox', { name: 'Select web-1', exact: true }).check()
  await page.getByRole('checkbox', { name: 'Select db-2', exact: true }).check()
  await picture(page, 'instances-selected')
  await page.getByRole('button', { name: 'Stop…' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'stop-two-instances')
  await closeDialog(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('web')
  await expect(page.getByRole('option').first()).toBeVisible()
  await picture(page, 'palette')
  await closeDialog(page)
  await page.getByRole('button', { name: 'Shortcuts' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'shortcuts')
})

test('keys: details, create, export', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy-2026/ }).click()
  await picture(page, 'key-details')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'key-create')
  await closeDialog(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'key-export')
})

test('accounts: add one', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Accounts')
  await page.getByRole('row', { name: /Staging/ }).click()
  await picture(page, 'account-failing')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'account-add')
})

test('bind: plan', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('button', { name: 'Bind a key to db-2', exact: true }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: /^bastion \(/ }).click()
  await expect(sheet).toContainText('What will happen')
  await picture(page, 'bind-plan')
})

test('connect: a changed host key', async ({ open }) => {
  const page = await open(['--ask', 'changed'])
  await instancesAreRead(page)
  await page.getByRole('button', { name: 'Connect to web-1', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'host-key-changed')
})

test('a terminal, and the lock over it', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('button', { name: 'Connect to web-1', exact: true }).click()
  await expect(page.locator('.xterm-rows')).toContainText('It echoes')
  // A cursor that blinks is in one picture and not in the next.
  await page.getByRole('button', { name: 'Lock', exact: true }).focus()
  await picture(page, 'terminal')
  await lockVault(page)
  await picture(page, 'terminal-locked')
})

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}
