import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { createKey, makeSealedVault } from './steps.js'

const PASSPHRASE = 'for this file only'

/** The public key line that the details show. */
async function shownPublicKey(page: Page): Promise<string> {
  const details = await page.getByRole('complementary').textContent()
  return /ssh-ed25519 [A-Za-z0-9+/]+/.exec(details ?? '')?.[0] ?? ''
}

test('ssh-keygen opens an exported private key with its passphrase; nothing is written over', async ({
  page,
  homeDir,
}) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  const publicKey = await shownPublicKey(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  const sheet = page.getByRole('dialog')
  const write = sheet.getByRole('button', { name: 'Export private key' })
  await sheet.getByLabel('Passphrase of the file').fill(PASSPHRASE)
  await expect(write).toBeDisabled()
  await sheet.getByLabel('The same passphrase again').fill(PASSPHRASE)
  await look(page, 'export')
  await write.click()
  const path = join(homeDir, '.ssh', 'deploy')
  await expect(sheet).toContainText(path)
  await sheet.getByRole('button', { name: 'Copy path' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(path)
  await sheet.getByRole('button', { name: 'Done' }).click()

  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await runOk('ssh-keygen', ['-y', '-P', PASSPHRASE, '-f', path])).toContain(publicKey)

  await page.getByRole('button', { name: 'Export…' }).click()
  await sheet.getByLabel('Passphrase of the file').fill('another passphrase')
  await sheet.getByLabel('The same passphrase again').fill('another passphrase')
  await write.click()
  await expect(sheet.getByRole('alert')).toContainText(path)
  await expect(sheet.getByLabel('File name')).toHaveValue('deploy')
  expect(await runOk('ssh-keygen', ['-y', '-P', PASSPHRASE, '-f', path])).toContain(publicKey)
})

test('a file without a passphrase needs the typed name, and PuTTY reads it', async ({ page, homeDir }) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  const publicKey = await shownPublicKey(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: /version 3/ }).check()
  await expect(sheet.getByRole('radio', { name: 'PEM', exact: true })).toBeDisabled()
  await sheet.getByRole('checkbox', { name: 'Without a passphrase' }).check()
  const write = sheet.getByRole('button', { name: 'Export without a passphrase' })
  await expect(sheet).toContainText('Whoever can read the file can log in')
  await sheet.getByLabel('Name of the key pair').fill('deplo')
  await expect(write).toBeDisabled()
  await sheet.getByLabel('Name of the key pair').fill('deploy')
  await look(page, 'export-plain')
  await write.click()
  const path = join(homeDir, '.ssh', 'deploy.ppk')
  await expect(sheet).toContainText(path)
  await sheet.getByRole('button', { name: 'Done' }).click()
  expect(await runOk('puttygen', [path, '-O', 'public-openssh'])).toContain(publicKey)
})

test('the public key is shown in the form that the other side wants', async ({ page, workDir }) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  const publicKey = await shownPublicKey(page)
  await page.getByRole('button', { name: 'Other formats…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('RFC 4716').click()
  await expect(sheet.getByLabel('Public key', { exact: true })).toHaveValue(/BEGIN SSH2 PUBLIC KEY/)
  await look(page, 'public-key')
  await sheet.getByRole('button', { name: 'Copy public key' }).click()
  const file = join(workDir, 'rfc4716.pub')
  await writeFile(file, await page.evaluate(() => navigator.clipboard.readText()))
  expect(await runOk('ssh-keygen', ['-i', '-m', 'RFC4716', '-f', file])).toContain(publicKey)
})
