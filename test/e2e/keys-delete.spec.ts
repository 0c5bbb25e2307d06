import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { Profile } from '../../main/core/profile.js'
import type { Lab } from '../lab/lab.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { addLabAccount, createKey, goTo, makeSealedVault, pickMore, trustHostKeys, unlock } from './steps.js'

webOnly('what was known before is written while the host is stopped')

test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

/** Trusted through the key alone; they can really be logged in to. */
const ONLY = ['web-1', 'web-2', 'legacy-1']
const OTHERS = ['api-1', 'api-2', 'api-3', 'api-4', 'api-5']

test('a key that is the only way in to three of eight instances stays until they have another, goes then, and comes back', async ({
  page,
  lab,
  host,
  profileDir,
}) => {
  await makeSealedVault(page)
  for (const name of ['deploy', 'ops', 'spare', 'unused']) await createKey(page, name)
  await addLabAccount(page, lab)
  for (const name of OTHERS) await lab.cloud.addVirtualMachine({ name })
  await host.stop()
  await haveProven(profileDir, lab)
  await page.goto(await host.start())
  await unlock(page)
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await expect(page.getByRole('row', { name: /api-5/ })).toBeVisible()

  const sheet = page.getByRole('dialog', { name: 'Move deploy to the bin?' })
  await moveToBin(page)
  await expect(sheet).toContainText(
    '3 of 8 instances that trust it would be left without a proven way in: legacy-1, web-1 and web-2.',
  )
  const places = sheet.getByRole('table', { name: 'Instances that trust it' })
  await expect(places.getByRole('row')).toHaveCount(1 + 8)
  await expect(places.getByRole('row', { name: /^web-1/ })).toContainText('no other key is known')
  await expect(places.getByRole('row', { name: /^api-3/ })).toContainText('another key opens it')
  await expect(sheet.getByRole('button', { name: 'Move to bin' })).toBeDisabled()
  await look(page, 'key-last-way-in')

  await sheet.getByRole('button', { name: 'Bind another key to these 3 first…' }).click()
  await bindSpare(page, lab)

  await moveToBin(page)
  await expect(sheet).not.toContainText('without a proven way in')
  await expect(places.getByRole('row', { name: /another key opens it/ })).toHaveCount(8)
  await look(page, 'key-other-ways-in')
  await sheet.getByRole('button', { name: 'Move to bin' }).click()
  await expect(page.getByText('deploy is in the bin.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(keyRow(page, 'deploy')).toBeVisible()

  // Of several that go together none is a way in for the others.
  for (const name of ['deploy', 'ops', 'unused'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.getByRole('button', { name: 'Move to bin…' }).click()
  const many = page.getByRole('dialog')
  await expect(many.getByRole('row', { name: /^ops/ })).toContainText(
    'api-1, api-2, api-3, api-4 and api-5: it stays',
  )
  await look(page, 'keys-to-bin')
  await many.getByRole('button', { name: 'Move 1 to bin' }).click()
  await expect(many.getByRole('row', { name: /^unused/ })).toContainText('in the bin')
  await expect(many.getByRole('row', { name: /^deploy/ })).toContainText(
    'No other key pair is proven to open api-1',
  )
  await look(page, 'keys-in-bin')
  await many.getByRole('button', { name: 'Undo' }).click()
  await expect(keyRow(page, 'unused')).toBeVisible()
})

const keyRow = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^Select ${name} `) })

async function moveToBin(page: Page): Promise<void> {
  await goTo(page, 'Keys')
  await keyRow(page, 'deploy').click()
  await pickMore(page, 'Move to bin')
}

/** Logins with deploy everywhere, and with ops on those that are not the three. */
async function haveProven(profileDir: string, lab: Lab): Promise<void> {
  const file = join(profileDir, 'profile.json')
  const profile = Profile.parse(JSON.parse(await readFile(file, 'utf8')))
  const idOf = (name: string) => profile.keys.find((key) => key.name === name)?.id ?? ''
  const at = new Date().toISOString()
  const bound = (name: string, keys: string[]) => {
    const { id } = lab.cloud.state.virtualMachines.find((vm) => vm.name === name) ?? { id: '' }
    const proofs = keys.map((key) => ({ keyId: idOf(key), user: 'root', at }))
    return {
      instanceId: `${profile.accounts[0]?.id}/${id}`,
      keyId: idOf('deploy'),
      user: 'root',
      boundAt: at,
      proofs,
    }
  }
  const bindings = [
    ...ONLY.map((name) => bound(name, ['deploy'])),
    ...OTHERS.map((name) => bound(name, ['deploy', 'ops'])),
  ]
  await writeFile(file, JSON.stringify({ ...profile, bindings }), { mode: 0o600 })
}

/** In the sheet for the three. */
async function bindSpare(page: Page, lab: Lab): Promise<void> {
  const sheet = page.getByRole('dialog', { name: 'Bind a key to 3 instances' })
  await sheet.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: /^spare/ }).click()
  await sheet.getByRole('button', { name: /[Bb]ind 3 instances/ }).click()
  await trustHostKeys(
    page,
    ONLY.flatMap((name) => lab.instance(name).hostKeyFingerprints),
  )
  const progress = page.getByRole('dialog', { name: /spare/ })
  await expect(progress).toContainText('Bound to 3 instances.', { timeout: 90_000 })
  await progress.getByRole('button', { name: 'Done' }).click()
}
