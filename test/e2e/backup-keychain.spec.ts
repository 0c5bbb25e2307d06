import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { test as base, webOnly } from './latchkey.js'
import { webHost } from './launch.js'
import { look } from './look.js'
import { createKey, goTo } from './steps.js'

webOnly('the host runs under keyrings of the test')

/** Latchkey on a real GNOME keyring, and another one that is empty. */
const test = base.extend<{ keyrings: { first: Keyring; empty: Keyring } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  keyrings: async ({}, use, info) => {
    const missing = keyringMissing()
    info.skip(missing !== undefined && !process.env.CI, missing ?? '')
    const [first, empty] = [await startKeyring('unlocked'), await startKeyring('unlocked')]
    await use({ first, empty })
    await Promise.all([first.close(), empty.close()])
  },
  host: async ({ latchkeyArgs, keyrings }, use) => {
    const host = webHost(latchkeyArgs, keyrings.first.env)
    await use(host)
    await host.stop()
  },
})

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('a recovery kit opens what a keyring has lost that was replaced by an empty one', async ({
  page,
  host,
  keyrings,
  latchkeyArgs,
  profileDir,
}) => {
  const sheet = page.getByRole('dialog')
  const settings = page.getByRole('region', { name: 'Recovery and backup', exact: true })
  await page.getByRole('button', { name: /^Keep keys in/ }).click()
  await createKey(page, 'deploy')
  await goTo(page, 'Settings')
  await settings.getByRole('button', { name: 'Make a recovery kit' }).click()
  const code = await sheet.getByTestId('recovery-code').innerText()
  await sheet.getByLabel('The last six characters of the code').fill(code.trim().slice(-6))
  await sheet.getByRole('button', { name: 'I have the code' }).click()
  await expect(settings).toContainText('Holds everything.')
  await host.stop()

  const second = webHost(latchkeyArgs, keyrings.empty.env)
  try {
    await page.goto(await second.start())
    await expect(page.getByText("this profile's vault is not in it")).toBeVisible()
    await look(page, 'keychain-replaced')
    await page.getByRole('button', { name: 'Restore from a recovery kit or backup' }).click()
    await sheet.getByRole('button', { name: 'Set aside' }).click()
    await expect(page.getByRole('heading', { name: 'Where should Latchkey keep' })).toBeVisible()
    await page.getByRole('button', { name: 'Restore from a recovery kit or backup' }).click()
    await sheet.getByLabel('Backup file').setInputFiles(join(profileDir, 'rescue.age'))
    await sheet.getByLabel('Recovery code or passphrase').fill(code)
    await sheet.getByRole('button', { name: 'Open' }).click()
    await sheet.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: /^Keep keys in/ }).click()
    await expect(sheet).toContainText('Everything chosen was restored')
    await sheet.getByRole('button', { name: 'Done' }).click()
    await goTo(page, 'Keys')
    await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
    expect(JSON.parse(await readFile(join(profileDir, 'profile.json'), 'utf8')).keys).toHaveLength(1)
  } finally {
    await second.stop()
  }
})
