import { expect, type Page } from '@playwright/test'
import type { Lab } from '../lab/lab.js'
import { test, webOnly } from './latchkey.js'
import { readProfile } from './profile.js'
import { addLabAccount, createKey, goTo, makeSealedVault, trustHostKey } from './steps.js'

async function keyAndAccount(page: Page, lab: Lab): Promise<void> {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccount(page, lab)
}

/** Opens the plan of binding the key to an instance. */
async function plan(page: Page, instance: string) {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: `Bind a key to ${instance}` }).click()
  const sheet = page.getByRole('dialog', { name: `Bind a key to ${instance}` })
  await expect(sheet.getByRole('heading', { name: 'What will happen' })).toBeVisible()
  return sheet
}

const progress = (page: Page, instance: string) =>
  page.getByRole('dialog', { name: `Bind deploy to ${instance}` })

const stateOf = (lab: Lab, instance: string) =>
  lab.cloud.state.virtualMachines.find(({ name }) => name === instance)?.state

/** The commands that change something, in order. */
const changes = (lab: Lab) =>
  lab.cloud.calls.map(({ command }) => command).filter((command) => !/^(list|query|get)/.test(command))

test('says what will happen before the click, and has the cloud do nothing until then', async ({
  page,
  lab,
}) => {
  await keyAndAccount(page, lab)
  const web2 = await plan(page, 'web-2')
  await expect(web2).toContainText(
    'web-2 stops for about a minute; everything that runs on it is interrupted.',
  )
  await expect(web2).toContainText('The public key deploy is put on the account.')
  await expect(web2.getByRole('button', { name: 'Stop and bind' })).toBeVisible()
  await web2.getByRole('button', { name: 'Cancel' }).click()

  const legacy = await plan(page, 'legacy-1')
  await expect(legacy).toContainText('key set of legacy-1 (legacy-admin-2019) is replaced')
  await legacy.getByRole('button', { name: 'Cancel' }).click()

  const build = await plan(page, 'build-1')
  await expect(build).toContainText(
    'build-1 has private addresses only: the login can be tried only from inside its network',
  )
  await build.getByRole('button', { name: 'Cancel' }).click()
  expect(changes(lab)).toEqual([])
})

test('an image that ignores reset keys ends unproven, with the reason, and nothing is bound', async ({
  page,
  lab,
  profileDir,
}) => {
  await keyAndAccount(page, lab)
  await (await plan(page, 'db-1')).getByRole('button', { name: 'Stop and bind' }).click()
  await trustHostKey(page, lab.instance('db-1').hostKeyFingerprints)
  const result = progress(page, 'db-1').getByRole('alert') // one, with the refusal's details in it
  await expect(result).toContainText('db-1 refused deploy for', { timeout: 60_000 })
  await expect(result).toContainText('at their first boot only')
  await expect(result).toContainText('[ssh, always]')
  await result.getByText('Details').click()
  await expect(result).toContainText('Code: ssh-auth-refused')
  const { bindings, bindingJournal } = await readProfile(profileDir)
  expect({ bindings, bindingJournal }).toEqual({ bindings: [], bindingJournal: [] })
  expect(stateOf(lab, 'db-1')).toBe('Running')
  await progress(page, 'db-1').getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('button', { name: 'Bind a key to db-1' })).toBeVisible()
})

test('cancelled while the instance stops, it brings the instance back with its keys', async ({
  page,
  lab,
}) => {
  await keyAndAccount(page, lab)
  lab.cloud.state.settings.jobMs = 1500
  await (await plan(page, 'web-2')).getByRole('button', { name: 'Stop and bind' }).click()
  await expect.poll(() => stateOf(lab, 'web-2')).toBe('Stopping')
  const sheet = progress(page, 'web-2')
  await sheet.getByRole('button', { name: 'Cancel the binding' }).click()
  await expect(sheet).toContainText('Cancelled. web-2 runs again with the keys that it had.', {
    timeout: 30_000,
  })
  expect(stateOf(lab, 'web-2')).toBe('Running')
  expect(changes(lab)).toEqual(['registerSSHKeyPair', 'stopVirtualMachine', 'startVirtualMachine'])
})

test('a stopped instance stays stopped, and the plan and the result say so', async ({ page, lab }) => {
  await keyAndAccount(page, lab)
  const sheet = await plan(page, 'cache-1')
  await expect(sheet).toContainText(
    'cache-1 stays stopped; the key takes effect and is proven at the next start.',
  )
  await sheet.getByRole('button', { name: 'Bind', exact: true }).click()
  await expect(progress(page, 'cache-1')).toContainText('deploy is set for cache-1, which stays stopped')
  expect(stateOf(lab, 'cache-1')).toBe('Stopped')
  expect(changes(lab)).toEqual(['registerSSHKeyPair', 'resetSSHKeyForVirtualMachine'])
})

test('a binding that runs is found again after the window was loaded anew', async ({ page, lab }) => {
  await keyAndAccount(page, lab)
  lab.cloud.state.settings.jobMs = 2500
  await (await plan(page, 'web-2')).getByRole('button', { name: 'Stop and bind' }).click()
  await expect.poll(() => stateOf(lab, 'web-2')).toBe('Stopping')
  await page.reload()
  await page.getByRole('button', { name: /^Binding deploy to web-2: / }).click()
  const tray = page.getByRole('dialog', { name: 'Work under way' })
  await tray
    .getByRole('listitem', { name: 'Binding deploy to web-2' })
    .getByRole('button', { name: 'Show' })
    .click()
  const sheet = progress(page, 'web-2')
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Stop web-2' })).toBeVisible()
  lab.cloud.state.settings.jobMs = 0
  await trustHostKey(page, lab.instance('web-2').hostKeyFingerprints)
  await expect(sheet).toContainText('deploy opens web-2 as', { timeout: 30_000 })
  // Who saw it end is not told of it once more.
  await expect(page.getByText('Nothing under way')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Connect to web-2' })).toBeVisible()
  await expect(page.getByText('Nothing under way')).toBeVisible()
})

test.describe(() => {
  webOnly('the desktop has no second address')

  test('a binding that fails out of sight is told of in the window that began it, and stays in the tray of all', async ({
    page,
    lab,
    host,
  }) => {
    await keyAndAccount(page, lab)
    const other = await page.context().newPage()
    await other.goto(await host.newUrl())
    lab.cloud.state.settings.jobMs = 6000 // until its sheet is closed
    lab.cloud.faults.plan('resetSSHKeyForVirtualMachine', { kind: 'refusal', code: 431, text: 'Not today' })
    await (await plan(page, 'web-2')).getByRole('button', { name: 'Stop and bind' }).click()
    await progress(page, 'web-2').getByRole('button', { name: 'Close' }).last().click()

    const ends = page.getByRole('region', { name: 'Work that has ended' })
    await expect(ends).toContainText('Binding deploy to web-2')
    await expect(ends).toContainText('Not today')
    await expect(other.getByRole('button', { name: '1 failed' })).toBeVisible()
    await expect(other.getByRole('region', { name: 'Work that has ended' })).toBeHidden()
    await ends.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(progress(page, 'web-2')).toContainText('Not today')
    await expect(ends).toBeHidden()
    await expect(other.getByText('Nothing under way')).toBeVisible()

    await other.getByRole('contentinfo').getByRole('button', { name: 'Nothing under way' }).click()
    await other.getByRole('listitem', { name: 'Binding deploy to web-2' }).getByText('Retry…').click()
    const again = other.getByRole('dialog', { name: 'Bind a key to web-2' })
    await expect(again.getByRole('combobox', { name: 'Key pair' })).toHaveValue(/^deploy /)
    await expect(again.getByRole('listbox')).toBeHidden()
    await expect(again.getByRole('button', { name: 'Stop and bind' })).toBeEnabled()
  })
})
