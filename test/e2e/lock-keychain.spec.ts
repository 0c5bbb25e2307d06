import { expect, type Page } from '@playwright/test'
import { ownNameSilently } from '../helpers/message-bus.js'
import { webOnly } from './latchkey.js'
import { look } from './look.js'
import { test } from './on-keyring.js'
import { createKey, goTo, lockedShown, lockVault, unlock } from './steps.js'

webOnly('the host runs under a keyring of the test')

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

const OWN = 'a password on top'

async function firstRunWithPassword(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Also ask for a password of your own' }).check()
  await page.getByLabel('Your password').fill(OWN)
  await page.getByLabel('The same password again').fill(OWN)
  await page.getByRole('button', { name: /^Keep keys in/ }).click()
}

test('a keychain takes a password of the user from the first run, and gives it up again', async ({
  page,
  host,
}) => {
  await firstRunWithPassword(page)
  await createKey(page, 'deploy')
  await expect(page.getByText(/^Keys in .* and a password: open$/)).toBeVisible()

  await host.stop()
  await page.goto(await host.start())
  await lockedShown(page)
  await page.getByLabel('Password').fill('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await unlock(page, OWN)

  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Remove password' }).click()
  const sheet = page.getByRole('dialog', { name: 'Remove the password?' })
  await expect(sheet).toContainText('Latchkey no longer locks by itself')
  await sheet.getByLabel('Current password').fill(OWN)
  await sheet.getByRole('button', { name: 'Remove password' }).click()
  await expect(page.getByText('The password was removed.')).toBeVisible()
  await expect(page.getByText('Locking by itself needs a password')).toBeVisible()

  await host.stop()
  await page.goto(await host.start())
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
})

test('a password is set later on a keychain, and asked for from then on', async ({ page }) => {
  await page.getByRole('button', { name: /^Keep keys in/ }).click()
  await createKey(page, 'deploy')
  await goTo(page, 'Settings')
  await expect(page.getByRole('checkbox', { name: 'When the computer sleeps' })).toBeDisabled()
  await page.getByRole('button', { name: 'Set a password' }).click()
  const sheet = page.getByRole('dialog', { name: 'Set a password' })
  await sheet.getByLabel('New password').fill('short')
  await sheet.getByLabel('The same password again').fill('short')
  await page.keyboard.press('Enter')
  await expect(sheet.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true')
  await sheet.getByLabel('New password').fill(OWN)
  await sheet.getByLabel('The same password again').fill(OWN)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The password was set.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'When the computer sleeps' })).toBeEnabled()
  await lockVault(page)
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeDisabled()
  await unlock(page, OWN)
  await expect(page.getByText(/Each guess at it costs Argon2id/)).toBeVisible()
})

test('a keychain that does not answer at the start is asked again, and then for the password', async ({
  page,
  host,
  keyring,
}) => {
  await firstRunWithPassword(page)
  await createKey(page, 'deploy')
  await host.stop()
  await keyring.stop()
  await page.goto(await host.start())
  await expect(page.getByRole('heading', { name: "Latchkey can't reach your private keys" })).toBeVisible()
  await keyring.restart('unlocked')
  await page.getByRole('button', { name: 'Try again' }).click()
  await unlock(page, OWN)
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
})

test('a keychain that waits for its password is told of wherever it is needed, and waited for as long as one likes', async ({
  page,
  host,
  keyring,
}) => {
  const sheet = page.getByRole('dialog')
  const told = 'GNOME keyring has not answered yet.'
  await page.getByRole('button', { name: /^Keep keys in/ }).click()
  await createKey(page, 'deploy')
  await keyring.restart('locked')
  const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  await sheet.getByLabel('Name').fill('second')
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet.getByText(told)).toBeVisible({ timeout: 5_000 })
  await look(page, 'keychain-waiting')
  await sheet.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(sheet.getByRole('alert')).toContainText('You stopped waiting for GNOME keyring.')
  await expect(sheet.getByText(told)).toBeHidden()
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /second/ })).toBeHidden()

  await host.stop()
  await page.goto(await host.start())
  await expect(page.getByRole('heading', { name: 'Waiting for GNOME keyring' })).toBeVisible({
    timeout: 5_000,
  })
  await expect(page.getByText(told)).toBeVisible()
  await look(page, 'keychain-waiting-start')
  await page.getByRole('button', { name: 'Stop waiting' }).click()
  await lockedShown(page)
  prompter.close()
  await keyring.restart('unlocked')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await createKey(page, 'second')

  await keyring.replaceByEmpty()
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  await sheet.getByLabel('Name').fill('third')
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet.getByRole('alert')).toContainText('it is another keychain')
  await expect(sheet.getByRole('alert')).toContainText('recovery kit')
  await look(page, 'keychain-another')
  await keyring.restart('unlocked')
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet).toBeHidden()
  for (const name of [/deploy/, /second/, /third/])
    await expect(page.getByRole('row', { name })).toBeVisible()
})
