import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Lab } from '../lab/lab.js'
import { openImport } from './key-files.js'
import type { Texts, Typed, UserFiles } from './leak-secrets.js'
import {
  connectTo,
  createKeyByHand,
  enter,
  goTo,
  lockedShown,
  pickMore,
  terminalText,
  trustHostKey,
} from './steps.js'

/* A day with Latchkey: everything that a secret goes through. */

const sheetOf = (page: Page) => page.getByRole('dialog')

async function firstRun(page: Page, password: Typed): Promise<void> {
  await page.getByRole('radio', { name: /Sealed file/ }).check()
  await page.getByLabel('Password of the sealed file').fill(password.text)
  await page.getByLabel('The same password again').fill(password.text)
  await page.getByRole('button', { name: 'Keep keys in a sealed file' }).click()
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
}

async function lock(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await lockedShown(page)
}

async function unlockAtSecondTry(page: Page, wrong: Typed, right: Typed): Promise<void> {
  const field = page.getByLabel('Password')
  await field.fill(wrong.text)
  await page.keyboard.press('Enter')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill(right.text)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
}

async function importAll(page: Page, files: UserFiles, texts: Texts): Promise<void> {
  const sheet = sheetOf(page)
  await openImport(page)
  await sheet.getByLabel('Text of the private key').fill(await readFile(files.plain, 'utf8'))
  await sheet.getByRole('button', { name: 'Read key' }).click()
  await importOne(page, 'pasted')
  await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(files.openssh)
  await sheet.getByLabel('Passphrase').fill(texts['passphrase of the OpenSSH file'].text)
  await importOne(page, 'from OpenSSH')
  await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(files.ppk)
  await sheet.getByLabel('Passphrase').fill(texts['passphrase of the PuTTY file'].text)
  await importOne(page, 'from PuTTY')
  await importScanned(page)
}

async function importScanned(page: Page): Promise<void> {
  await openImport(page)
  await sheetOf(page).getByRole('button', { name: 'Look in ~/.ssh' }).click()
  await importOne(page, 'scanned')
}

async function importOne(page: Page, name: string): Promise<void> {
  const sheet = sheetOf(page)
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(sheet).toBeHidden()
}

/** What is written into the notes of a key pair goes everywhere where secrets must not go. */
async function describeKey(page: Page, name: string, description: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: new RegExp(`^Select ${name} `) }).click()
  await page.getByRole('button', { name: 'Edit…' }).click()
  await sheetOf(page).getByLabel('Description').fill(description)
  await sheetOf(page).getByLabel('Name').press('Enter')
  await expect(sheetOf(page)).toBeHidden()
}

async function createRsaKey(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  const sheet = sheetOf(page)
  await sheet.getByRole('radio', { name: 'RSA', exact: true }).check()
  await sheet.getByText('2048', { exact: true }).click()
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet).toBeHidden({ timeout: 60_000 })
}

async function addAccount(page: Page, lab: Lab): Promise<void> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const form = page.getByRole('dialog', { name: 'Add an account' })
  await form.getByLabel('Name').fill('Lab')
  await form.getByLabel('Endpoint').fill(lab.endpoint)
  await form.getByLabel('API key').fill(lab.apiKey)
  await form.getByLabel('Secret key').fill(lab.secretKey)
  await form.getByRole('button', { name: 'Save account' }).click()
  await expect(form).toBeHidden()
}

async function pushKey(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: new RegExp(`^Select ${name} `) }).click()
  await page.getByRole('button', { name: 'Push to account…' }).click()
  await page.getByRole('button', { name: 'Push public key' }).click()
  await expect(sheetOf(page)).toContainText(/pushed/i)
  await page.getByRole('button', { name: 'Done', exact: true }).click()
}

/** Binds it to web-1, and says what a terminal there shows. */
async function bindAndConnect(page: Page, lab: Lab, name: string): Promise<void> {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Bind a key to web-1' }).click()
  const plan = page.getByRole('dialog', { name: 'Bind a key to web-1' })
  await plan.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: new RegExp(`^${name} `) }).click()
  await plan.getByRole('button', { name: 'Stop and bind' }).click()
  await trustHostKey(page, lab.instance('web-1').hostKeyFingerprints)
  const progress = page.getByRole('dialog', { name: `Bind ${name} to web-1` })
  await expect(progress).toContainText(`${name} opens web-1 as`, { timeout: 60_000 })
  await progress.getByRole('button', { name: 'Close' }).last().click()
  await connectTo(page, 'web-1')
  await enter(page, 'echo "typed $((40+2))"')
  await expect.poll(() => terminalText(page)).toMatch(/^typed 42$/m)
}

async function exportKey(page: Page, name: string, passphrase: Typed): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: new RegExp(`^Select ${name} `) }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click()
  const sheet = sheetOf(page)
  await sheet.getByLabel('Passphrase of the file').fill(passphrase.text)
  await sheet.getByLabel('The same passphrase again').fill(passphrase.text)
  await sheet.getByRole('button', { name: 'Export private key' }).click()
  await expect(sheet).toContainText('The private key was written.')
  await sheet.getByRole('button', { name: 'Done' }).click()
}

const recovery = (page: Page) => page.getByRole('region', { name: 'Recovery and backup', exact: true })

/** Answers the code, which the page shows this once. */
async function makeKit(page: Page): Promise<string> {
  await goTo(page, 'Settings')
  await recovery(page).getByRole('button', { name: 'Make a recovery kit' }).click()
  const sheet = sheetOf(page)
  const code = (await sheet.getByTestId('recovery-code').innerText()).replace(/\s/g, '')
  await sheet.getByLabel('The last six characters of the code').fill(code.slice(-6))
  await sheet.getByRole('button', { name: 'I have the code' }).click()
  await expect(sheet).toBeHidden()
  await expect(recovery(page)).toContainText('Holds everything.')
  return code
}

async function makeBackup(page: Page, passphrase: Typed): Promise<void> {
  await goTo(page, 'Settings')
  await recovery(page).getByRole('button', { name: 'Make a backup' }).click()
  const sheet = sheetOf(page)
  await sheet.getByLabel('Passphrase of the backup').fill(passphrase.text)
  await sheet.getByLabel('The same passphrase again').fill(passphrase.text)
  await sheet.getByLabel('File name').fill('all.age')
  await sheet.getByRole('button', { name: 'Make backup' }).click()
  await expect(sheet).toContainText('were written')
  await sheet.getByRole('button', { name: 'Done' }).click()
}

/** Brings back from the backup what was moved to the bin. */
async function restoreFromBackup(page: Page, name: string, file: string, secret: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: new RegExp(`^Select ${name} `) }).click()
  await pickMore(page, 'Move to bin')
  await goTo(page, 'Settings')
  await recovery(page).getByRole('button', { name: 'Restore', exact: true }).click()
  const sheet = sheetOf(page)
  await sheet.getByLabel('Backup file').setInputFiles(file)
  await sheet.getByLabel('Recovery code or passphrase').fill(secret)
  await sheet.getByRole('button', { name: 'Open' }).click()
  await sheet
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('checkbox')
    .check()
  await sheet.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(sheet).toContainText('Everything chosen was restored')
  await sheet.getByRole('button', { name: 'Done' }).click()
}

async function changePassword(page: Page, from: Typed, to: Typed): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Change password' }).click()
  const sheet = page.getByRole('dialog', { name: 'Change the password' })
  await sheet.getByLabel('Current password').fill(from.text)
  await sheet.getByLabel('New password').fill(to.text)
  await sheet.getByLabel('The same password again').fill(to.text)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The password was changed.')).toBeVisible()
}

/** All of it, in the order of a first day. Answers the code of the recovery kit. */
export async function fullRun(
  page: Page,
  lab: Lab,
  homeDir: string,
  files: UserFiles,
  texts: Texts,
): Promise<string> {
  await firstRun(page, texts['first password'])
  await lock(page)
  await unlockAtSecondTry(page, texts['wrong password'], texts['first password'])
  await createKeyByHand(page, 'deploy')
  await createRsaKey(page, 'rsa')
  await describeKey(page, 'deploy', texts.planted.text)
  await importAll(page, files, texts)
  await addAccount(page, lab)
  await pushKey(page, 'scanned')
  await bindAndConnect(page, lab, 'deploy')
  await exportKey(page, 'deploy', texts['passphrase of the export'])
  const code = await makeKit(page)
  await makeBackup(page, texts['passphrase of the backup'])
  await restoreFromBackup(page, 'pasted', join(homeDir, 'all.age'), texts['passphrase of the backup'].text)
  await changePassword(page, texts['first password'], texts['next password'])
  // A move to a keychain and back belongs here, once the window offers it.
  await lock(page)
  return code
}
