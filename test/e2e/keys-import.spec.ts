import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { freshKey } from '../helpers/fresh-key.js'
import { runOk } from '../helpers/processes.js'
import { madeKey, openImport, opensshKey } from './key-files.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { goTo, makeSealedVault } from './steps.js'

const PASSPHRASE = 'one for both of them'

/** The row of a file in the table of what was found. */
const found = (sheet: Locator, file: string) => sheet.getByRole('row').filter({ hasText: file })

test('takes several files of every kind at once; one that can not be taken is one row', async ({
  page,
  workDir,
}) => {
  const work = await opensshKey(workDir, 'id_work', PASSPHRASE)
  const rsa = await madeKey(workDir, 'id_rsa', ['-t', 'rsa', '-b', '2048'], PASSPHRASE)
  const pem = await madeKey(workDir, 'web.pem', ['-t', 'ecdsa', '-m', 'PEM'])
  const plain = await opensshKey(workDir, 'id_putty', '')
  const ppk = join(workDir, 'putty.ppk')
  await runOk('puttygen', [plain.path, '-O', 'private', '-o', ppk])
  const list = join(workDir, 'shopping.txt')
  await writeFile(list, 'milk, bread')

  await makeSealedVault(page)
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles([work.path, `${work.path}.pub`, rsa, pem, ppk, list])
  await expect(found(sheet, 'shopping.txt')).toContainText(/no key|not a key|holds no/i)
  await expect(found(sheet, 'id_work.pub')).toContainText('The same key as id_work')
  await expect(found(sheet, 'web.pem')).toContainText('ECDSA P-256')
  await expect(found(sheet, 'putty.ppk')).toContainText('PuTTY')
  await look(page, 'import-several')

  await sheet.getByLabel('Passphrase of id_work').fill('not this one')
  await sheet.getByRole('button', { name: 'Unlock id_work' }).click()
  await expect(found(sheet, 'id_work').first()).toContainText('The passphrase does not open')
  await expect(sheet.getByLabel('Passphrase of id_work')).toHaveValue('not this one')
  await sheet.getByLabel('Passphrase of id_work').fill(PASSPHRASE)
  await sheet.getByLabel('Passphrase of id_work').press('Enter')
  await expect(sheet.getByLabel(/^Passphrase of/)).toHaveCount(0)

  await sheet.getByLabel('Name for web.pem').fill('web')
  await sheet.getByRole('checkbox', { name: 'Import putty.ppk' }).uncheck()
  await sheet.getByRole('button', { name: 'Import 3 keys' }).click()
  await expect(found(sheet, 'web.pem')).toContainText('Imported as web')
  await expect(found(sheet, 'id_rsa')).toContainText('Imported as id_rsa@laptop')
  await sheet.getByRole('checkbox', { name: 'Import putty.ppk' }).check()
  await sheet.getByRole('button', { name: 'Import 1 key' }).click()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toBeHidden()
  for (const name of ['id_work@laptop', 'id_rsa@laptop', 'web', 'id_putty@laptop'])
    await expect(page.getByRole('row', { name: new RegExp(`^Select ${name}`) })).toBeVisible()
  await expect(page.getByRole('complementary')).toContainText(work.fingerprint)
})

test('takes files that are not text: a PuTTY comment in Latin-1, and DER', async ({ page, workDir }) => {
  const ppk = join(workDir, 'mueller.ppk')
  const make = `puttygen -q -t ed25519 --new-passphrase /dev/null -C "$(printf 'M\\374ller')" -O private -o "$0"`
  await runOk('sh', ['-c', make, ppk])
  const der = join(workDir, 'key.der')
  await writeFile(der, freshKey('P-256').export({ type: 'pkcs8', format: 'der' }))

  await makeSealedVault(page)
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles([ppk, der])
  await expect(found(sheet, 'mueller.ppk')).toContainText('Ed25519')
  await expect(found(sheet, 'key.der')).toContainText('ECDSA P-256')
  await sheet.getByRole('button', { name: 'Import 2 keys' }).click()
  await expect(found(sheet, 'mueller.ppk')).toContainText('Imported as')
  await expect(found(sheet, 'key.der')).toContainText('Imported as')
})

test('a wrong passphrase far down is brought into sight, what was stored is said, and what is left is done by keyboard', async ({
  page,
  workDir,
}) => {
  const plain = await Promise.all(
    Array.from({ length: 12 }, (_, n) => madeKey(workDir, `id_${n + 10}`, ed25519)),
  )
  const encrypted = await Promise.all(
    ['x_first', 'y_second'].map((name) => madeKey(workDir, name, ed25519, `of ${name}`)),
  )
  await makeSealedVault(page)
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles([...plain, ...encrypted])
  await expect(sheet.getByText('2 keys still need their passphrase')).toBeVisible()
  const second = sheet.getByLabel('Passphrase of y_second')
  await second.fill('not this one')
  await page.keyboard.press('Home')
  await sheet.getByRole('checkbox', { name: 'Import all' }).scrollIntoViewIfNeeded()
  await expect(second).not.toBeInViewport()
  await sheet.getByRole('button', { name: 'Import 13 keys' }).click()

  await expect(page.getByRole('heading', { name: 'Imported 12 of 14' })).toBeVisible()
  await expect(second).toBeFocused()
  await expect(second).toBeInViewport()
  await expect(sheet.getByText('The passphrase does not open this private key.')).toBeInViewport()
  await expect(sheet.getByText('1 key needs attention')).toBeVisible()
  await look(page, 'import-partly')

  await page.keyboard.type('of y_second')
  await page.keyboard.press('Enter')
  const first = sheet.getByLabel('Passphrase of x_first')
  await expect(first).toBeFocused()
  await page.keyboard.type('of x_first')
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('button', { name: 'Import 2 keys' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('button', { name: 'Done' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('row', { name: /y_second/ })).toBeVisible()
})

const ed25519 = ['-t', 'ed25519']

test('after an import of a part the sheet closes with Done, and shows what came in', async ({
  page,
  workDir,
}) => {
  const files = [
    await madeKey(workDir, 'id_open', ed25519),
    await madeKey(workDir, 'id_shut', ed25519, 'its own'),
  ]
  await makeSealedVault(page)
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(files)
  await sheet.getByRole('button', { name: 'Import 1 key' }).click()
  await expect(page.getByRole('heading', { name: 'Imported 1 of 2' })).toBeVisible()
  await expect(sheet.getByText('1 key still needs its passphrase')).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Cancel' })).toHaveCount(0)
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('complementary', { name: 'Details of id_open@laptop' })).toBeVisible()
  await expect(page.getByRole('row', { name: /id_shut/ })).toHaveCount(0)
})

test('Escape closes an untouched import at once, and asks before it drops what was typed', async ({
  page,
  workDir,
}) => {
  await makeSealedVault(page)
  const sheet = await openImport(page)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await openImport(page)
  const key = await madeKey(workDir, 'id_shut', ed25519, 'its own')
  await sheet.locator('input[type=file]').setInputFiles(key)
  await sheet.getByLabel('Passphrase').fill('half typ')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Close without importing?' })
  await expect(question).toContainText('The passphrases that you typed are forgotten.')
  await look(page, 'import-leave')
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(sheet.getByLabel('Passphrase')).toHaveValue('half typ')
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Close without importing' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('There is no key pair yet.')).toBeVisible()
})

test('in a narrow window each found key is a block, its details across the whole width', async ({
  page,
  workDir,
}) => {
  const files = [
    await madeKey(workDir, 'id_open', ed25519),
    await madeKey(workDir, 'web.pem', ['-t', 'ecdsa', '-m', 'PEM'], 'of web'),
  ]
  await makeSealedVault(page)
  const sheet = await openImport(page)
  await page.setViewportSize({ width: 480, height: 800 })
  await sheet.locator('input[type=file]').setInputFiles(files)
  await sheet.getByRole('button', { name: 'Details of id_open' }).click()
  const table = await boxOf(sheet.getByRole('table'))
  const texts = [
    sheet.getByText('id_open', { exact: true }),
    sheet.getByText('Told after the passphrase'),
    sheet.getByText('SHA256 fingerprint'),
    sheet.getByText('MD5 fingerprint'),
    sheet.getByRole('button', { name: 'Unlock web.pem' }),
  ]
  for (const text of texts) {
    const box = await boxOf(text)
    expect(box.x).toBeGreaterThanOrEqual(table.x)
    expect(box.x + box.width).toBeLessThanOrEqual(table.x + table.width)
    expect(box.height, 'on one line').toBeLessThan(40)
  }
  expect(await sheet.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0)
})

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not shown.')
  return box
}

test('an empty vault offers to look through ~/.ssh at once', async ({ page, homeDir }) => {
  await opensshKey(join(homeDir, '.ssh'), 'id_ed25519', '')
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  await look(page, 'keys-empty')
  await page.getByRole('main').getByRole('button', { name: 'Look in ~/.ssh' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(page.getByRole('row', { name: /id_ed25519@laptop/ })).toBeVisible()
})

test('finds the keys of ~/.ssh, and knows them the next time', async ({ page, homeDir }) => {
  const dir = join(homeDir, '.ssh')
  await opensshKey(dir, 'id_ed25519', '')
  await madeKey(dir, 'id_ecdsa', ['-t', 'ecdsa'])
  await writeFile(join(dir, 'config'), 'Host *\n')
  await makeSealedVault(page)
  let sheet = await openImport(page)
  await sheet.getByRole('button', { name: 'Look in ~/.ssh' }).click()
  await expect(found(sheet, 'id_ecdsa').first()).toContainText('New')
  await expect(sheet).not.toContainText('config')
  await sheet.getByRole('button', { name: 'Import 2 keys' }).click()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('row', { name: /id_ed25519@laptop/ })).toBeVisible()

  sheet = await openImport(page)
  await sheet.getByRole('button', { name: 'Look in ~/.ssh' }).click()
  await expect(found(sheet, 'id_ecdsa').first()).toContainText('Already here as id_ecdsa@laptop')
  await expect(sheet.getByRole('button', { name: 'Import keys' })).toBeDisabled()
})

test('a public key alone says what it lacks, and its private half completes it under the same name', async ({
  page,
  workDir,
}) => {
  const key = await opensshKey(workDir, 'id_half', '')
  await rename(`${key.path}.pub`, join(workDir, 'half.pub'))
  await makeSealedVault(page)
  let sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(join(workDir, 'half.pub'))
  await expect(sheet).toContainText('A public key alone')
  await sheet.getByLabel('Name').fill('half')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  const details = page.getByRole('complementary')
  await expect(details).toContainText('Only the public half is here')
  await expect(page.getByRole('row', { name: /half/ })).toContainText('public only')
  await expect(details.getByRole('button', { name: 'Export…' })).toHaveCount(0)
  await look(page, 'public-only')

  await details.getByRole('button', { name: 'Import its private half…' }).click()
  sheet = page.getByRole('dialog')
  await sheet.locator('input[type=file]').setInputFiles(key.path)
  await expect(sheet).toContainText('It gets its private half')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('row', { name: /half/ })).not.toContainText('public only')
  await expect(details).toContainText('Sealed file')
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /half/ })).toHaveCount(1)
})
