import { expect } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import {
  addLabAccount,
  bindKey,
  createKey,
  goTo,
  makeSealedVault,
  terminalText,
  trustHostKey,
  typeInTerminal,
} from './steps.js'

test('from an empty profile to the output of whoami', async ({ page, lab }) => {
  const web1 = lab.instance('web-1')
  await expect(
    page.getByRole('heading', { name: 'Where should Latchkey keep your private keys?' }),
  ).toBeVisible()
  await look(page, 'first-run')
  await makeSealedVault(page)

  await createKey(page, 'deploy')
  await look(page, 'keys')

  await addLabAccount(page)
  await look(page, 'accounts')

  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy/ }).click()
  await page.getByRole('button', { name: 'Push to account…' }).click()
  await page.getByRole('button', { name: 'Push public key' }).click()
  await expect(page.getByRole('dialog')).toContainText(/pushed/i)
  await page.getByRole('button', { name: 'Done', exact: true }).click()

  await bindKey(page, 'web-1')
  await trustHostKey(page, web1.hostKeyFingerprints)
  await expect(page.getByRole('dialog')).toContainText('deploy opens web-1 as', { timeout: 60_000 })
  await look(page, 'bound')
  await page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click()

  await expect.poll(() => terminalText(page), { timeout: 20_000 }).toMatch(/[$#]/)
  await typeInTerminal(page, 'echo "<$(whoami)>"\n')
  await expect.poll(() => terminalText(page)).toContain(`<${web1.user}>`)
  await look(page, 'terminal')
})
