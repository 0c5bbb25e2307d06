import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { test as base, webOnly } from './latchkey.js'
import { webHost } from './launch.js'
import { look } from './look.js'
import { createKey, goTo, lockVault, unlock } from './steps.js'

webOnly('the host runs under a keyring of the test')

/** Latchkey on a real GNOME keyring that is of the test alone. */
const test = base.extend<{ keyring: Keyring }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  keyring: async ({}, use, info) => {
    const missing = keyringMissing()
    info.skip(missing !== undefined && !process.env.CI, missing ?? '')
    const keyring = await startKeyring('unlocked')
    await use(keyring)
    await keyring.close()
  },
  host: async ({ latchkeyArgs, keyring }, use) => {
    const host = webHost(latchkeyArgs, keyring.env)
    await use(host)
    await host.stop()
  },
})

const PASSWORD = 'four random words here'

/** Only a private half that the vault has can be exported. */
async function exportWorks(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: new RegExp(name) }).click()
  await page.getByRole('button', { name: /^Export/ }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
}

test('a vault moves from the keychain to a sealed file and back, and leaves nothing behind', async ({
  page,
  profileDir,
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

  await page.reload()
  await expect(page.getByText('Keys in sealed file: open')).toBeVisible()
  await exportWorks(page, 'deploy')
  await lockVault(page)
  await unlock(page, PASSWORD)

  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Move to GNOME keyring' }).click()
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
  await exportWorks(page, 'deploy')

  await goTo(page, 'Activity')
  await expect(page.getByRole('row', { name: /Vault moved/ })).toHaveCount(2)
  await expect(page.getByRole('row', { name: /Old copy of the vault deleted/ })).toHaveCount(2)
})
