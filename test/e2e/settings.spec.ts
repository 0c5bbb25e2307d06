import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { createKey, goTo, makeSealedVault, pickMore, unlock } from './steps.js'

webOnly('the test starts the host anew')

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('settings are saved as they are changed, refused beside their field, and there after a restart', async ({
  page,
  host,
}) => {
  await makeSealedVault(page)
  await goTo(page, 'Settings')
  await look(page, 'settings')
  const minutes = page.getByLabel('Minutes without use')
  const days = page.getByLabel('Days in the bin')
  await minutes.fill('0')
  await page.keyboard.press('Enter')
  await expect(page.getByText('At least a minute.')).toBeVisible()
  await days.fill('soon')
  await page.keyboard.press('Tab')
  await expect(page.getByText('A whole number, such as 15.')).toBeVisible()
  await look(page, 'settings-refused')
  await days.focus()
  await page.keyboard.press('Escape')
  await expect(days).toHaveValue('30')

  await minutes.fill('5')
  await page.keyboard.press('Enter')
  await expect(section(page, 'Lock')).toContainText('Saved')
  await page.getByRole('checkbox', { name: 'When the computer sleeps' }).press('Space')
  await days.fill('7')
  await page.keyboard.press('Tab')
  await expect(section(page, 'Bin')).toContainText('Saved')

  await host.stop()
  await page.goto(await host.start())
  await unlock(page)
  await goTo(page, 'Settings')
  await expect(minutes).toHaveValue('5')
  await expect(days).toHaveValue('7')
  await expect(page.getByRole('checkbox', { name: 'When the computer sleeps' })).not.toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'When the last page' })).toBeChecked()
})

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('a shorter time in the bin asks first where it would end the time of a key pair', async ({
  page,
  host,
  profileDir,
}) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await page.getByRole('row', { name: /deploy/ }).click()
  await pickMore(page, 'Move to bin')
  await expect(page.getByText('deploy is in the bin.')).toBeVisible()
  await host.stop()
  await binnedBefore(profileDir, 10)
  await page.goto(await host.start())
  await unlock(page)

  await goTo(page, 'Settings')
  const days = page.getByLabel('Days in the bin')
  await days.fill('20')
  await page.keyboard.press('Enter')
  await expect(section(page, 'Bin')).toContainText('Saved')
  await days.fill('7')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Keep deleted key pairs for 7 days only?' })
  await expect(sheet).toContainText('deploy has been in the bin for longer and is soon deleted for good.')
  await look(page, 'settings-bin')
  await page.keyboard.press('Escape')
  await expect(days).toHaveValue('20')
  await days.fill('7')
  await page.keyboard.press('Enter')
  await sheet.getByRole('button', { name: 'Shorten' }).click()
  await expect(sheet).toBeHidden()
  await expect(days).toHaveValue('7')
})

/** As if that many days had gone by since; the host must not run. */
async function binnedBefore(profileDir: string, days: number): Promise<void> {
  const path = join(profileDir, 'profile.json')
  const at = new Date(Date.now() - days * 86_400_000).toISOString()
  const profile = await readFile(path, 'utf8')
  await writeFile(path, profile.replace(/("binnedAt":\s*)"[^"]+"/, `$1"${at}"`))
}
