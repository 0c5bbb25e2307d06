import { execFileSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { createKey, goTo, makeSealedVault, PASSWORD, pickMore } from './steps.js'

const settings = (page: Page) => page.getByRole('region', { name: 'Recovery and backup', exact: true })
const sheet = (page: Page) => page.getByRole('dialog')

/** Makes the kit as a user does who prints it, and answers its code as it stands on the page. */
async function makeKit(page: Page): Promise<string> {
  await goTo(page, 'Settings')
  await settings(page).getByRole('button', { name: 'Make a recovery kit' }).click()
  const shown = await sheet(page).getByTestId('recovery-code').innerText()
  await look(page, 'recovery-kit')
  const last = sheet(page).getByLabel('The last six characters of the code')
  await last.fill('AAAAAA')
  await sheet(page).getByRole('button', { name: 'I have the code' }).click()
  await expect(sheet(page)).toContainText('These are not the last six characters')
  await last.fill(shown.trim().slice(-6).toLowerCase())
  await sheet(page).getByRole('button', { name: 'I have the code' }).click()
  await expect(sheet(page)).toBeHidden()
  await expect(settings(page)).toContainText('Holds everything.')
  return shown
}

async function openBackup(page: Page, file: string, secret: string): Promise<void> {
  await sheet(page).getByLabel('Backup file').setInputFiles(file)
  await sheet(page).getByLabel('Recovery code or passphrase').fill(secret)
  await sheet(page).getByRole('button', { name: 'Open' }).click()
}

test('a recovery kit opens what a lost password has shut', async ({ page, profileDir, workDir }) => {
  await makeSealedVault(page)
  await goTo(page, 'Settings')
  await look(page, 'backup-settings-without-kit')
  const code = await makeKit(page)
  await expect(page.getByRole('row', { name: /Before a recovery kit was made/ })).toBeVisible()
  await createKey(page, 'deploy')
  await goTo(page, 'Settings')
  await expect(settings(page)).toContainText('Holds everything.')
  await look(page, 'backup-settings')

  await test.step('the page alone is printed', async () => {
    await settings(page).getByRole('button', { name: 'Make a new recovery kit' }).click()
    await expect(sheet(page).getByTestId('recovery-code')).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('heading', { name: 'Latchkey recovery kit' })).toHaveCount(1)
    await expect(page.getByRole('button', { name: 'I have the code' })).toBeHidden()
    await page.screenshot({ path: 'test-results/screenshots/recovery-kit-printed.png', fullPage: true })
    for (const format of ['A4', 'Letter'] as const) {
      const pdf = await page.pdf({ format, path: `test-results/screenshots/recovery-kit-${format}.pdf` })
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g), format).toHaveLength(1)
    }
    await page.emulateMedia({ media: 'screen' })
    await sheet(page).getByRole('button', { name: 'Cancel' }).click()
  })

  const rescue = join(profileDir, 'rescue.age')
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
  await look(page, 'locked-with-set-aside')
  await page.getByRole('button', { name: 'Restore from a recovery kit or backup' }).click()
  await expect(sheet(page)).toContainText('Nothing is deleted')
  await look(page, 'set-aside')
  await sheet(page).getByRole('button', { name: 'Set aside' }).click()
  await expect(page.getByRole('heading', { name: 'Where should Latchkey keep' })).toBeVisible()

  await page.getByRole('button', { name: 'Restore from a recovery kit or backup' }).click()
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Restore from a recovery kit or backup' }).click()
  await look(page, 'restore-open')
  await openBackup(
    page,
    rescue,
    code.replace(/.\s*$/, (last) => (last.startsWith('Q') ? 'P' : 'Q')),
  )
  await expect(sheet(page)).toContainText('One character is wrong in group 10')
  await sheet(page).getByLabel('Recovery code or passphrase').fill(code)
  await sheet(page).getByRole('button', { name: 'Open' }).click()
  await expect(sheet(page).getByRole('row', { name: /deploy/ })).toContainText('New')
  await look(page, 'restore-choice')
  await sheet(page).getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('After that, Latchkey restores 1 key pair')).toBeVisible()
  await look(page, 'first-run-with-restore')
  await makeSealedVault(page)
  await expect(sheet(page)).toContainText('Everything chosen was restored')
  await look(page, 'restored')
  await sheet(page).getByRole('button', { name: 'Done' }).click()
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
  await goTo(page, 'Settings')
  await expect(settings(page)).toContainText('Holds everything.')
  expect(await readdir(join(profileDir, 'backups'))).toContainEqual(expect.stringMatching(/^set-aside-/))

  await test.step('age opens the rescue file with the same code', async () => {
    await writeFile(join(workDir, 'code.txt'), `${code.replace(/\s/g, '')}\n`, { mode: 0o600 })
    const text = execFileSync('age', ['-d', '-i', join(workDir, 'code.txt'), rescue]).toString()
    expect(JSON.parse(text).keys).toMatchObject([{ name: 'deploy' }])
  })
})

test('a backup with a passphrase is made, and brings a deleted key pair back', async ({ page, homeDir }) => {
  await makeSealedVault(page)
  await createKey(page, 'web')
  await createKey(page, 'lost')
  await goTo(page, 'Settings')
  await settings(page).getByRole('button', { name: 'Make a backup' }).click()
  await sheet(page).getByLabel('Passphrase of the backup').fill('short')
  await sheet(page).getByLabel('The same passphrase again').fill('short')
  await sheet(page).getByRole('button', { name: 'Make backup' }).click()
  await expect(sheet(page)).toContainText('soon guessed')
  await look(page, 'backup-weak')
  await sheet(page).getByLabel('Passphrase of the backup').fill(PASSWORD)
  await sheet(page).getByLabel('The same passphrase again').fill(PASSWORD)
  await sheet(page).getByLabel('File name').fill('all.age')
  await sheet(page).getByRole('button', { name: 'Make backup' }).click()
  await expect(sheet(page)).toContainText('2 key pairs and 0 accounts were written')
  await look(page, 'backup-made')
  await sheet(page).getByRole('button', { name: 'Done' }).click()

  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /lost/ }).click()
  await pickMore(page, 'Move to bin')
  await expect(page.getByRole('row', { name: /lost/ })).toBeHidden()

  await goTo(page, 'Settings')
  await settings(page).getByRole('button', { name: 'Restore', exact: true }).click()
  await openBackup(page, join(homeDir, 'all.age'), 'wrong')
  await expect(sheet(page)).toContainText('does not open this file')
  await look(page, 'restore-wrong-passphrase')
  await sheet(page).getByLabel('Recovery code or passphrase').fill(PASSWORD)
  await sheet(page).getByRole('button', { name: 'Open' }).click()
  const row = sheet(page).getByRole('row', { name: /lost/ })
  await expect(row).toContainText('In the bin here')
  await row.getByRole('checkbox').check()
  await sheet(page).getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(sheet(page)).toContainText('Everything chosen was restored: 1 of 1')
  await sheet(page).getByRole('button', { name: 'Done' }).click()
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /lost/ })).toBeVisible()

  await test.step('the copy that was kept before is listed, opened, and deleted', async () => {
    await goTo(page, 'Settings')
    const copies = page.getByRole('region', { name: 'Copies of the profile' })
    const row = copies.getByRole('row', { name: /Before a backup was restored/ })
    await expect(row).toContainText('2 key pairs')
    await look(page, 'copies')
    await row.getByRole('button', { name: /^Open/ }).click()
    await sheet(page).getByLabel('Password of the vault at that time').fill('wrong')
    await sheet(page).getByRole('button', { name: 'Open' }).click()
    await expect(sheet(page)).toContainText('password')
    await sheet(page).getByLabel('Password of the vault at that time').fill(PASSWORD)
    await sheet(page).getByRole('button', { name: 'Open' }).click()
    await expect(sheet(page).getByRole('row', { name: /lost/ })).toContainText('The same here')
    await sheet(page).getByRole('button', { name: 'Cancel' }).click()
    await copies.getByRole('button', { name: 'Delete old copies' }).click()
    await look(page, 'copies-delete')
    await sheet(page).getByRole('button', { name: 'Delete copies' }).click()
    await expect(copies).toContainText('There is none yet.')
  })
})
