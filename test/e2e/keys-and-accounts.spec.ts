import { expect } from '@playwright/test'
import { openImport, opensshKey } from './key-files.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import {
  addLabAccountByHand,
  createKeyByHand,
  goTo,
  makeSealedVault,
  makeSealedVaultByHand,
  PASSWORD,
  pickMore,
} from './steps.js'

const PASSPHRASE = 'only for this key'

test('imports an encrypted key by file, and keeps the form after a wrong passphrase', async ({
  page,
  workDir,
}) => {
  const key = await opensshKey(workDir, 'id_work', PASSPHRASE)
  await makeSealedVaultByHand(page)
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(key.path)
  await expect(sheet).toContainText(key.fingerprint)
  await look(page, 'import-encrypted')

  await sheet.getByLabel('Passphrase').fill('not this one')
  await sheet.getByLabel('Name').fill('work')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(sheet).toContainText(/passphrase/i)
  await expect(sheet.getByLabel('Name')).toHaveValue('work')
  await expect(sheet.getByLabel('Passphrase')).toHaveAttribute('aria-invalid', 'true')

  await sheet.getByLabel('Passphrase').fill(PASSPHRASE)
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('complementary')).toContainText(key.fingerprint)
})

test('imports pasted text, and knows the same key again', async ({ page, workDir }) => {
  const key = await opensshKey(workDir, 'id_plain', '')
  await makeSealedVault(page)
  let sheet = await openImport(page)
  await expect(sheet.getByRole('button', { name: 'Choose files' })).toBeFocused()
  await page.evaluate((text) => navigator.clipboard.writeText(text), key.privateText)
  await page.keyboard.press('Control+V')
  await expect(sheet.getByLabel('Name')).toHaveValue('id_plain@laptop')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(page.getByRole('row', { name: /id_plain@laptop/ })).toBeVisible()

  sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(key.path)
  await expect(sheet).toContainText('already in the vault as id_plain@laptop')
  await sheet.getByRole('button', { name: 'Show it' }).click()
  await expect(sheet).toBeHidden()
})

test('imports a key that is dropped on the section', async ({ page, workDir }) => {
  const key = await opensshKey(workDir, 'id_dropped', '')
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  const dropped = await page.evaluateHandle((content) => {
    const data = new DataTransfer()
    data.items.add(new File([content], 'id_dropped'))
    return data
  }, key.privateText)
  await page.getByText('There is no key pair yet').dispatchEvent('drop', { dataTransfer: dropped })
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText(key.fingerprint)
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(page.getByRole('row', { name: /id_dropped@laptop/ })).toBeVisible()
})

test('a text that is no key gets its own sentence and changes nothing', async ({ page }) => {
  await makeSealedVault(page)
  const sheet = await openImport(page)
  await sheet.getByLabel('Text of the private key').fill('my shopping list')
  await sheet.getByRole('button', { name: 'Read key' }).click()
  await expect(sheet.getByRole('alert')).toContainText(/key/i)
  await expect(sheet.getByLabel('Text of the private key')).toHaveValue('my shopping list')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('There is no key pair yet')).toBeVisible()
})

test('a key pair is made, described, found, binned and deleted without a mouse', async ({ page }) => {
  await makeSealedVault(page)
  await page.getByRole('button', { name: 'Keys', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Create key pair' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('first')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /first/ })).toBeVisible()

  const sheet = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Edit…' }).focus()
  await page.keyboard.press('Enter')
  await expect(sheet.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('second')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Opens the build servers')
  await page.keyboard.press('Tab')
  await page.keyboard.type('prod,')
  await expect(sheet.getByText('prod', { exact: true })).toBeVisible()
  await sheet.getByLabel('Name').press('Enter')
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('row', { name: /second/ })).toBeVisible()
  await expect(page.getByRole('complementary')).toContainText('Opens the build servers')

  await page.keyboard.press('Control+F')
  await page.keyboard.type('tag:prod type:ed build')
  await expect(page.getByRole('row', { name: /second/ })).toBeVisible()
  await page.keyboard.type(' nowhere')
  await expect(page.getByText('No key pair matches the filter.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.type('build')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('grid', { name: 'Key pairs' })).toBeFocused()
  await expect(page.getByRole('row', { name: /second/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+F')
  await page.keyboard.press('Escape')

  await page.getByRole('grid', { name: 'Key pairs' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Delete')
  await expect(page.getByText('second is in the bin.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.getByRole('radio', { name: 'Active 0' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Bin 1' })).toBeChecked()
  await page.getByRole('grid', { name: 'Key pairs' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Delete')
  await expect(sheet.getByLabel('Name of the key pair')).toBeFocused()
  await page.keyboard.type('secon')
  await expect(sheet.getByRole('button', { name: 'Delete for good' })).toBeDisabled()
  await page.keyboard.type('d')
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  await expect(page.getByText('There is no key pair yet')).toBeVisible()
})

test('an RSA key pair says how long it takes and what takes it, and is not made when cancelled', async ({
  page,
}) => {
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText(/^Taken by/)).toContainText('Not taken by Tencent Cloud, VK Cloud.')
  await sheet.getByRole('radio', { name: 'RSA', exact: true }).check()
  await expect(sheet.getByText(/^Taken by/)).not.toContainText('Not taken')
  await sheet.getByRole('button', { name: 'Description, tags, expiry…' }).click()
  await look(page, 'create')
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet.getByRole('progressbar')).toBeVisible()
  await expect(sheet.getByRole('status')).toContainText('Usually 1 to 6 seconds')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet.getByRole('status')).toHaveCount(0)
  await expect(sheet.getByLabel('Name')).toHaveValue(/key-/)

  await sheet.getByText('2048', { exact: true }).click()
  await sheet.getByLabel('Name').fill('rsa')
  await sheet.getByLabel('Expires on').fill('2020-01-31')
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(page.getByRole('row', { name: /^Select rsa/ })).toContainText('expired', { timeout: 60_000 })
  await expect(page.getByRole('row', { name: /^Select rsa/ })).toContainText('RSA 2048')
  await expect(page.getByRole('radio', { name: 'Active 1' })).toBeChecked()
})

test('locks, refuses a wrong password without clearing it, and opens where it was', async ({ page }) => {
  await makeSealedVault(page)
  await createKeyByHand(page, 'deploy')
  await page.getByRole('button', { name: 'Lock' }).click()
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
  await look(page, 'locked')
  await page.getByLabel('Password').fill('wrong one')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Password')).toHaveValue('wrong one')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
})

test('an account with wrong credentials is not saved and the form keeps what was typed', async ({ page }) => {
  await makeSealedVault(page)
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').focus()
  await page.keyboard.press('Tab')
  await expect(sheet).toContainText('An account needs a name.')

  await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
  await sheet.getByLabel('Secret key').fill('wrong')
  await sheet.getByRole('button', { name: 'Save account' }).click()
  await expect(sheet.getByRole('alert')).toContainText(/key/i)
  await expect(sheet.getByLabel('Secret key')).toHaveValue('wrong')
  await expect(sheet.getByLabel('Endpoint')).not.toHaveValue('')
  await look(page, 'account-refused')

  await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
  await sheet.getByRole('button', { name: 'Test connection' }).click()
  await expect(sheet.getByRole('status')).toContainText('Connected as')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('There is no account yet')).toBeVisible()
})

test('a pushed key is seen from both sides, and removing the account changes nothing in the cloud', async ({
  page,
}) => {
  await makeSealedVault(page)
  await createKeyByHand(page, 'deploy')
  await addLabAccountByHand(page)
  await page.getByRole('button', { name: 'Push a key…' }).click()
  await expect(page.getByRole('combobox', { name: 'Key pair' })).toHaveValue(/^deploy /) // the only one
  await page.getByRole('button', { name: 'Push public key' }).click()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(page.getByRole('complementary').getByRole('listitem')).toContainText(['deployin this vault'])

  await page.getByRole('button', { name: 'What can be done with deploy' }).click()
  await page.getByRole('menuitem', { name: 'Show in Keys' }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Edit…' }).click()
  await page.getByRole('dialog').getByLabel('Description').fill('Opens the web shop')
  await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await goTo(page, 'Accounts')
  await expect(page.getByRole('complementary').getByRole('listitem').first()).toContainText(
    'Opens the web shop',
  )
  await look(page, 'account-own-description')

  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy/ }).click()
  await page.getByRole('button', { name: 'Ask the accounts' }).click()
  await expect(page.getByText('Lab: as deploy')).toBeVisible()

  await goTo(page, 'Accounts')
  await pickMore(page, 'Remove…')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('Nothing changes in the cloud')
  await sheet.getByRole('button', { name: 'Remove account' }).click()
  await expect(page.getByText('There is no account yet')).toBeVisible()
  await addLabAccountByHand(page)
  await expect(page.getByRole('complementary').getByRole('listitem')).toContainText(['deployin this vault'])
})
