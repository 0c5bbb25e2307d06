import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { test, webOnly } from './latchkey.js'
import { needlesOf, privateNumbers, type Secrets } from './secret-forms.js'
import { filesOf, found, foundInFiles, privateKeys, recordTraffic } from './secret-traces.js'
import { createKeyByHand, makeSealedVaultByHand, PASSWORD } from './steps.js'

webOnly('what crosses to the window is read from its WebSockets')

// The vault is opened here as well, without the host.
test.use({ realPasswords: true })

const EXPORT_PASSPHRASE = 'only for files 4711'

/** From the open details of the key pair to the written file. */
async function exportAs(page: Page, format: string | RegExp, fileName: string, plain = false): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: format }).check()
  if (plain) {
    await sheet.getByRole('checkbox', { name: 'Without a passphrase' }).check()
    await sheet.getByLabel('Name of the key pair').fill('deploy')
  } else {
    await sheet.getByLabel('Passphrase of the file').fill(EXPORT_PASSPHRASE)
    await sheet.getByLabel('The same passphrase again').fill(EXPORT_PASSPHRASE)
  }
  await sheet.getByLabel('File name').fill(fileName)
  await sheet.getByRole('button', { name: /^Export/ }).click()
  await expect(sheet).toContainText('The private key was written.')
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toBeHidden()
}

test('an exported private key is in its file alone, which only its owner reads', async ({
  page,
  homeDir,
  profileDir,
}) => {
  await expect(page.getByRole('radio', { name: /Sealed file/ })).toBeVisible()
  const traffic = recordTraffic(page)
  await page.reload()
  await makeSealedVaultByHand(page)
  await createKeyByHand(page, 'deploy')
  await exportAs(page, 'OpenSSH', 'in-openssh')
  await exportAs(page, 'PKCS#8', 'in-pkcs8')
  await exportAs(page, /version 3/, 'in-ppk')
  await exportAs(page, 'OpenSSH', 'in-plain', true)

  const path = (name: string) => join(homeDir, '.ssh', name)
  const names = ['in-openssh', 'in-pkcs8', 'in-ppk', 'in-plain']
  for (const name of names) expect((await stat(path(name))).mode & 0o777, name).toBe(0o600)
  await runOk('ssh-keygen', ['-y', '-P', EXPORT_PASSPHRASE, '-f', path('in-openssh')])

  const secrets: Secrets = new Map([['passphrase', EXPORT_PASSPHRASE]])
  for (const [name, pkcs8] of await privateKeys(profileDir, PASSWORD))
    for (const [part, number] of privateNumbers(name, pkcs8)) secrets.set(part, number)
  for (const name of names) secrets.set(`body of ${name}`, middleLine(await readFile(path(name), 'latin1')))
  const all = needlesOf(secrets)
  for (const [file, content] of await filesOf(homeDir)) {
    const name = basename(file)
    const inside = name === 'in-plain' ? ['d of deploy', 'body of in-plain'] : [`body of ${name}`]
    expect(found(all, [content, joined(content)]), name).toEqual(inside)
  }
  expect(await foundInFiles(all, profileDir), 'in the profile').toEqual([])
  expect(found(all, traffic.toWindow), 'sent to the window').toEqual([])
  expect(found(all, traffic.toHost), 'sent by the window').toEqual(['passphrase'])
})

/** Base64 without its line ends. */
const joined = (content: Buffer) => Buffer.from(content.toString('latin1').replaceAll('\n', ''), 'latin1')

/** A line of the private half, of any of the formats. */
function middleLine(text: string): string {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => line.startsWith('Private-Lines'))
  return (start < 0 ? lines[text.includes('OPENSSH') ? 4 : 3] : lines[start + 1]) ?? ''
}
