import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { createKey, goTo, makeSealedVault, unlock } from './steps.js'

webOnly('the profile is set back while the host is stopped')

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('a key pair that an older profile does not know is found, put back, and proven', async ({
  page,
  host,
  profileDir,
  workDir,
}) => {
  const sheet = page.getByRole('dialog')
  const [profile, older] = [join(profileDir, 'profile.json'), join(workDir, 'older.json')]
  await makeSealedVault(page)
  await createKey(page, 'old')
  await copyFile(profile, older)
  await createKey(page, 'deploy')
  await createKey(page, 'obsolete')
  await host.stop()
  await copyFile(older, profile)

  await page.goto(await host.start())
  await unlock(page)
  await expect(page.getByText('2 things in the vault don’t fit together.')).toBeVisible()
  await look(page, 'repair-notice')
  await page.getByRole('button', { name: 'Look at them' }).click()
  const row = (name: string) => sheet.getByRole('listitem').filter({ hasText: name })
  await expect(row('deploy')).toContainText('a private key that is not in the list')
  await look(page, 'repair-sheet')

  await row('deploy').getByRole('button', { name: 'Put it back into the list' }).click()
  await expect(sheet.getByLabel('Name')).toHaveValue('deploy')
  await sheet.getByRole('button', { name: 'Put back' }).click()
  await expect(row('deploy')).toBeHidden()

  await row('obsolete').getByRole('button', { name: 'Delete for good' }).click()
  const remove = sheet.getByRole('button', { name: 'Delete for good' })
  await expect(remove).toBeDisabled()
  await look(page, 'repair-delete')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await row('obsolete').getByRole('button', { name: 'Leave it' }).click()
  await expect(sheet.getByText('Left as it is: 1')).toBeVisible()
  await sheet.getByRole('button', { name: 'Check every key' }).click()
  await expect(sheet.getByText('2 of 2 key pairs and 0 of 0 accounts are whole.')).toBeVisible()
  await look(page, 'repair-checked')
  await sheet.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('in the vault don’t fit together')).toBeHidden()
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
  await goTo(page, 'Activity')
  await expect(page.getByRole('row', { name: /Vault repaired/ })).toContainText('deploy')
})
