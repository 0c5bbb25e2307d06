import { expect } from '@playwright/test'
import { goTo, pickMore, showView } from '../e2e/steps.js'
import { expectDanger, pictureDialog, press, topDialog } from './dialogs.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

test('keys: import', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Keys')
  await pictureDialog(page, 'keys-import', press(page, 'Import'))
  await press(page, 'Import')()
  await topDialog(page).getByRole('textbox').fill('ENCRYPTED laptop')
  await press(topDialog(page), 'Read key')()
  await topDialog(page).getByLabel('Passphrase', { exact: true }).fill('wrong')
  await press(topDialog(page), 'Import key')()
  await pictureDialog(page, 'keys-import-wrong', async () => undefined, 'does not fit')
  await press(page, 'Import')()
  await topDialog(page)
    .getByRole('button', { name: /~\/\.ssh/ })
    .click()
  await expect(topDialog(page)).toContainText('id_ed25519')
  await picture(page, 'keys-import-found', topDialog(page))
})

test('keys: what is asked about one', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy-2026/ }).click()
  await press(page, 'More')()
  await expectDanger(page, ['Move to bin'])
  await picture(page, 'key-menu', page.getByRole('menu'))
  await page.keyboard.press('Escape')
  await pictureDialog(page, 'key-push', press(page, 'Push to account…'))
  await press(page, 'Push to account…')()
  await pictureDialog(
    page,
    'key-push-result',
    async () => {
      for (const box of await topDialog(page).getByRole('checkbox').all())
        if (await box.isEnabled()) await box.check()
      await press(topDialog(page), 'Push public key')()
    },
    'may not register',
  )
  await pictureDialog(page, 'key-edit', press(page, 'Edit…'))
  await pictureDialog(page, 'key-bin', () => pickMore(page, 'Move to bin'), 'web-')
  await showView(page, 'Bin')
  await page.getByRole('row').nth(1).click()
  await picture(page, 'key-in-bin')
  await pictureDialog(page, 'key-delete-for-good', press(page, 'Delete for good…'))
})

test('sync and drift', async ({ open }) => {
  const page = await open(['--drift', '--errors'])
  await goTo(page, 'Keys')
  await pictureDialog(page, 'drift', press(page, 'Show changes'))
  await press(page, 'Sync…')()
  await expect(topDialog(page)).toContainText('prod')
  await picture(page, 'sync-rules', topDialog(page))
  await press(topDialog(page), 'Show plan')()
  await expect(topDialog(page)).toContainText('What sync would do')
  await picture(page, 'sync-plan', topDialog(page))
  await topDialog(page).locator('button[type=submit]').click()
  await pictureDialog(page, 'sync-result', async () => undefined, 'may hold no more')
})

test('one of a thousand keys is found, chosen and pushed by the keyboard alone', async ({ open }) => {
  const page = await open(['--keys', '1200']) // some are archived or in the bin
  await instancesAreRead(page)
  await goTo(page, 'Accounts')
  await page.getByRole('row', { name: /Frankfurt/ }).click()
  await page.getByRole('button', { name: 'Push a key…' }).press('Enter')
  const sheet = topDialog(page)
  const field = sheet.getByRole('combobox', { name: 'Key pair' })
  await expect(field).toHaveAttribute('placeholder', /^One of 1,0\d\d: type a part of its name/)
  await expect(field).toBeFocused()
  await expect(sheet.getByRole('option')).toHaveCount(50)
  await page.keyboard.type('ROUTER-almaty-977')
  await expect(sheet.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(/^router-\w+-977 \(/)
  await expect(sheet.getByRole('option')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('button', { name: 'Done' })).toBeVisible()
})

test('accounts: what is asked about one', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Accounts')
  await page.getByRole('row', { name: /Frankfurt/ }).click()
  await expect(page.getByRole('checkbox', { name: 'Select deploy-2026' })).toBeVisible()
  await picture(page, 'account-details')
  await pictureDialog(page, 'account-push', async () => {
    await press(page, 'Push a key…')()
    await topDialog(page)
      .getByRole('option', { name: /^deploy/ })
      .click()
  })
  await pictureDialog(page, 'account-edit', press(page, 'Edit…'))
  await pictureDialog(page, 'account-requests', press(page, 'Show requests'))
  await pictureDialog(page, 'account-remove', () => pickMore(page, 'Remove…'))
  await pictureDialog(page, 'account-keys-delete', async () => {
    for (const box of await page.locator('aside').getByRole('checkbox').all()) await box.check()
    await page.getByRole('button', { name: /^Delete \d key/ }).click()
  })
})
