import { expect } from '@playwright/test'
import { goTo } from '../e2e/steps.js'
import { pictureDialog, press, topDialog } from './dialogs.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

test('settings: kit, backup, restore, move, check', async ({ open }) => {
  const page = await open(['--kit', 'stale', '--findings', '--vault', 'open-password'])
  await instancesAreRead(page)
  await goTo(page, 'Settings')
  const shot = (name: string, button: string, text?: string | RegExp) =>
    pictureDialog(page, name, press(page, button), text)
  await shot('kit-make', 'Make a new recovery kit', 'last six')
  await shot('kit-remove', 'Remove the kit')
  await shot('backup-make', 'Make a backup')
  await press(page, 'Restore')()
  await topDialog(page)
    .locator('input[type=file]')
    .setInputFiles({ name: 'rescue.age', mimeType: 'application/octet-stream', buffer: Buffer.from('age') })
  await topDialog(page).getByLabel('Recovery code or passphrase', { exact: true }).fill('mistyped')
  await press(topDialog(page), 'Open')()
  await expect(topDialog(page)).toContainText('does not open')
  await picture(page, 'restore-wrong', topDialog(page))
  await topDialog(page).getByLabel('Recovery code or passphrase', { exact: true }).fill('correct')
  await press(topDialog(page), 'Open')()
  await pictureDialog(page, 'restore-choice', async () => undefined, 'web-frankfurt')
  await shot('check-findings', 'Show what doesn’t fit')
  await shot('vault-password', 'Change password')
  await shot('vault-password-remove', 'Remove password')
  await pictureDialog(page, 'vault-move', () =>
    page
      .getByRole('button', { name: /^Move / })
      .first()
      .click(),
  )
  await pictureDialog(page, 'copy-bring-back', () =>
    page
      .getByRole('button', { name: /^Open the copy/ })
      .first()
      .click(),
  )
  await shot('copies-delete', 'Delete old copies')
})

test('the first steps, and a demo', async ({ open }) => {
  const page = await open(['--empty', '--demo', 'offered'])
  await pictureDialog(page, 'first-steps', press(page, 'Get started'))
  const demo = await open(['--demo', 'here'])
  await instancesAreRead(demo)
  await pictureDialog(demo, 'demo-leave', press(demo, 'Leave the demo'))
})
