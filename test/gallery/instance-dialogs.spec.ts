import { expect } from '@playwright/test'
import { goTo, pickMore } from '../e2e/steps.js'
import { closeDialogs, expectDanger, pictureDialog, press, topDialog } from './dialogs.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

test('instances: what is asked about one', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await page.getByRole('row', { name: /web-1 / }).click()
  await press(page, 'More')()
  await expectDanger(page, ['Stop…', 'Unbind…'])
  await picture(page, 'instance-menu', page.getByRole('menu'))
  await page.keyboard.press('Escape')
  const more = (what: string) => () => pickMore(page, what)
  await pictureDialog(
    page,
    'instance-unbind',
    async () => {
      await pickMore(page, 'Unbind…')
      await topDialog(page).getByRole('combobox', { name: 'Key pair' }).click()
      await page.getByRole('option').first().click()
    },
    'What will happen',
  )
  await pictureDialog(page, 'instance-connection', more('Connection…'))
  await pictureDialog(page, 'instance-recovery', more('No key opens this…'), 'Three steps')
  await pickMore(page, 'No key opens this…')
  await pictureDialog(
    page,
    'instance-recovery-console',
    async () => {
      await topDialog(page)
        .getByRole('radio', { name: /console/ })
        .check()
      await press(topDialog(page), 'Make the key pair and go on')()
    },
    'console',
  )
  await pictureDialog(page, 'instance-nameplate', more('Name and colour…'))
  await pictureDialog(
    page,
    'forward-add',
    async () => {
      await pickMore(page, 'Forward a port…')
      await page.keyboard.type('0')
      await press(topDialog(page), 'Save and start')()
    },
    'Save only',
  )
})

test('instances: binding many', async ({ open }) => {
  const page = await open(['--outcome', 'not-proven'])
  await instancesAreRead(page)
  for (const name of ['web-1', 'db-2', 'cache-3'])
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
  await press(page, 'Bind…')()
  await topDialog(page).getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: /^bastion \(/ }).click()
  await expect(topDialog(page)).toContainText('What will happen')
  await picture(page, 'bind-many-plan', topDialog(page))
  await topDialog(page)
    .getByRole('button', { name: /^(Stop and bind|Bind)/ })
    .click()
  await pictureDialog(page, 'bind-many-result', async () => undefined, 'Look at the others')
})

test('hosts of the user', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await pictureDialog(
    page,
    'host-add',
    async () => {
      await press(page, 'Add host')()
      await press(topDialog(page), 'Add host')()
    },
    'needs an address',
  )
  await pictureDialog(page, 'hosts-import', async () => {
    await press(page, 'Add host')()
    await press(topDialog(page), 'Import from ~/.ssh/config…')()
  })
  await page
    .getByRole('row', { name: /^nas|nas / })
    .first()
    .click()
  await picture(page, 'host-details')
  await pictureDialog(page, 'host-edit', press(page, 'Edit…'))
  await pictureDialog(page, 'host-remove', press(page, 'Remove…'))
  await goTo(page, 'Known hosts')
  await pictureDialog(page, 'known-hosts-remove', async () => {
    await page
      .getByRole('checkbox', { name: /^Select / })
      .nth(1)
      .check()
    await page
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click()
  })
  await closeDialogs(page)
})

test('forwards and what failed', async ({ open }) => {
  const page = await open(['--errors'])
  await press(page, 'Refresh')()
  await expect(page.getByText('The cloud does not answer').first()).toBeVisible()
  await picture(page, 'instances-failing')
  await goTo(page, 'Forwards')
  await page
    .getByRole('button', { name: /^Start / })
    .first()
    .click()
  await expect(page.getByText(':22 does not answer').first()).toBeVisible()
  await picture(page, 'forward-failed')
  await goTo(page, 'Instances')
  await page.getByRole('row', { name: /web-1 / }).click()
  await pickMore(page, 'Stop…')
  await press(topDialog(page), 'Stop the instance')()
  await page.keyboard.press('Control+Shift+Y')
  await expect(page.getByRole('dialog', { name: 'Work under way' })).toContainText('could not')
  await picture(page, 'tray-failed')
})
