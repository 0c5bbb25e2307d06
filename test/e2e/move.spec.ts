import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { webOnly } from './latchkey.js'
import { look } from './look.js'
import { test } from './on-keyring.js'
import { createKey, goTo, lockVault, unlock } from './steps.js'

webOnly('the host runs under a keyring of the test')

const PASSWORD = 'four random words here'

/** The private half out of the vault, as ssh-keygen reads it, is of the key pair that is shown. */
async function exportIsRight(page: Page, home: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy/ }).click()
  const details = await page.getByRole('complementary').textContent()
  const publicKey = /ssh-ed25519 [A-Za-z0-9+/]+/.exec(details ?? '')?.[0] ?? ''
  await page.getByRole('button', { name: 'Export…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Passphrase of the file').fill(PASSWORD)
  await sheet.getByLabel('The same passphrase again').fill(PASSWORD)
  await sheet.getByRole('button', { name: 'Export private key' }).click()
  await sheet.getByRole('button', { name: 'Done' }).click()
  const written = await runOk('ssh-keygen', ['-y', '-P', PASSWORD, '-f', join(home, '.ssh', 'deploy')])
  expect(publicKey).not.toBe('')
  expect(written).toContain(publicKey)
}

test('a vault moves from the keychain to a sealed file and back, and leaves nothing behind', async ({
  page,
  profileDir,
  keyring,
}) => {
  const sheet = page.getByRole('dialog')
  const sealed = join(profileDir, 'vault.sealed')
  const profile = async () => JSON.parse(await readFile(join(profileDir, 'profile.json'), 'utf8'))
  await page.getByRole('button', { name: /^Keep keys in/ }).click()
  await createKey(page, 'deploy')
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Move to a sealed file' }).click()
  await look(page, 'move-to-file')
  await sheet.getByLabel('Password of the sealed file').fill(PASSWORD)
  await sheet.getByLabel('The same password again').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing is left in GNOME keyring.')).toBeVisible()
  expect(await profile()).toMatchObject({ vault: { backend: 'sealed-file' }, move: null })

  keyring.suspend()
  await page.reload()
  await expect(page.getByText('Keys in sealed file: open')).toBeVisible()
  await lockVault(page)
  await unlock(page, PASSWORD)

  await goTo(page, 'Settings')
  const toKeychain = page.getByRole('button', { name: 'Move to GNOME keyring' })
  await expect(toKeychain).toBeDisabled()
  await expect(page.getByText(/can't be had here now/)).toBeVisible()
  keyring.resume()
  await expect(toKeychain).toBeEnabled()
  await toKeychain.click()
  await sheet.getByLabel('Also ask for a password of your own').uncheck()
  await expect(sheet).toContainText('no password of yours protects the keys')
  await sheet.getByLabel('Current password').fill('not the password')
  await page.keyboard.press('Enter')
  await expect(sheet.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true')
  await sheet.getByLabel('Current password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing is left in the sealed file.')).toBeVisible()
  expect(existsSync(sealed)).toBe(false)
  expect(await profile()).toMatchObject({ vault: { backend: 'keychain' }, move: null })
  await page.reload()
  await exportIsRight(page, keyring.home)

  await goTo(page, 'Activity')
  await expect(page.getByRole('row', { name: /Vault moved/ })).toHaveCount(2)
  await expect(page.getByRole('row', { name: /Old copy of the vault deleted/ })).toHaveCount(2)
})
