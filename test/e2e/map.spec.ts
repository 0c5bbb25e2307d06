import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { Profile } from '../../main/core/profile.js'
import { manyKeys } from '../helpers/many-keys.js'
import { cells } from './grid.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { profileFile } from './profile.js'
import { bindFirstKey, goTo, lockVault, pickMore, unlock } from './steps.js'

test('an admin sees where a key is and who still trusts it: declared, observed and proven apart', async ({
  page,
  lab,
  profileDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await haveSeen(profileDir, lab.instance('web-1').cloudId, lab.instance('web-2').cloudId)
  await goTo(page, 'Map')
  const keys = page.getByRole('grid', { name: 'Keys on the map' })
  await expect
    .poll(() => cells(keys, /^deploy/))
    .toMatchObject({
      Accounts: '1',
      Declared: '1',
      Observed: '1',
      Proven: '1',
    })
  await expect(keys.getByRole('row', { name: /legacy-admin-2019/ })).toContainText('not in this vault')
  await look(page, 'map-keys')

  await page.getByLabel('Filter the map').fill('deploy')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  const details = page.getByRole('complementary', { name: 'Details of deploy' })
  await expect(details).toContainText('Accounts that hold it: 1')
  await expect(details).toContainText('Instances that trust it: 2')
  await expect(details).toContainText('declared as deploy')
  await expect(details).toContainText('with from="10.0.0.0/8"')
  await page.keyboard.press('Enter')
  const box = (name: RegExp) => page.getByRole('button', { name })
  await expect(box(/^Lab ?holds it/)).toBeVisible()
  await expect(box(/^web-1.*declared, proven$/)).toBeVisible()
  await expect(box(/^web-2.*observed$/)).toBeVisible()
  await look(page, 'map-picture')

  await box(/^web-2.*observed$/).click()
  const web2 = page.getByRole('complementary', { name: 'Details of web-2' })
  await expect(web2).toContainText('/root/.ssh/authorized_keys')
  await web2.getByRole('button', { name: 'Picture' }).click()
  await expect(box(/^deploy.*observed$/)).toBeVisible()
  await box(/^Back to the table/).focus()
  await page.keyboard.press('Escape')
  await expect(keys).toBeFocused()

  await showTable(page, 'Instances')
  await page.getByLabel('Filter the map').fill('')
  await page.getByRole('combobox', { name: 'Narrow to' }).click()
  await page.getByRole('option', { name: 'Observed, not declared' }).click()
  const instances = page.getByRole('grid', { name: 'Instances on the map' })
  await expect(instances.getByRole('row')).toHaveCount(3)
  await expect
    .poll(() => cells(instances, /^web-1/))
    .toMatchObject({
      ...{ Declared: 'deploy', Observed: '=eve@laptop', Proven: 'deploy' },
      'Worth a look': 'unknown keys · observed, not declared · not in the file that was read',
    })
  await look(page, 'map-instances')

  const csv = await exported(page, /^2 of \d+ instances as CSV/)
  expect(csv.split('\r\n')[0]).toMatch(/^instance,.*,declared,observed,.*,proven,/)
  expect(csv).toContain(`\r\nweb-1,${lab.instance('web-1').cloudId},Lab,`)
  expect(csv, 'of the rows that are shown').not.toContain('legacy-1,')
  expect(csv, 'no formula').toContain("'=eve@laptop")
  const byName = instances.getByRole('button', { name: 'Instance', exact: true })
  for (const [first, second] of [
    ['web-1', 'web-2'],
    ['web-2', 'web-1'],
  ]) {
    await byName.click()
    const sorted = await exported(page, /^2 of \d+ instances as CSV/)
    expect(sorted, 'as the table is sorted').toMatch(new RegExp(`\r\n${first},.*\r\n${second},`))
  }
  const places = await exported(page, /^Every key with all its places as CSV/)
  expect(places.split('\r\n')[0]).toMatch(/,declared,observed,.*,proven,/)
  expect(places).toContain(',legacy-1,')

  await showTable(page, 'Accounts')
  const findings = JSON.parse(await exported(page, /^Findings of all 1 account as JSON/)).findings
  expect(findings).toMatchObject([{ account: 'Lab', finding: 'unknown', key: 'legacy-admin-2019' }])
  await page.getByRole('row', { name: /^Lab/ }).click()
  const account = page.getByRole('complementary', { name: 'Details of Lab' })
  await expect(account).toContainText('Keys that it holds: 2')
  await look(page, 'map-account')
  await lockVault(page)
  await expect(account).toBeHidden()
  await unlock(page)
  await expect(account).toBeVisible()
  await account.getByRole('button', { name: 'Go to Accounts' }).click()
  await expect(account.getByRole('button', { name: 'Push a key…' })).toBeVisible()

  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /^Select deploy/ }).click()
  await pickMore(page, 'Show in map')
  await expect(box(/^web-1.*declared, proven$/)).toBeVisible()
  await goTo(page, 'Instances')
  await page.getByRole('row', { name: /web-2/ }).first().click()
  await pickMore(page, 'Show in map')
  await expect(box(/^deploy.*observed$/)).toBeVisible()
})

/** As reading their authorized_keys over SSH leaves it: web-1 has a stranger's key, web-2 ours. Before the map is looked at. */
async function haveSeen(profileDir: string, web1: string, web2: string): Promise<void> {
  const { accounts, keys } = Profile.parse(JSON.parse(await profileFile(profileDir, 'profile.json')))
  const [eve] = manyKeys(1)
  const line = (blob: string | undefined, comment: string, options = '') => ({
    blob,
    type: 'ssh-ed25519',
    comment,
    options,
  })
  const file = (cloudId: string, key: object) => ({
    ...{ instanceId: `${accounts[0]?.id}/${cloudId}`, user: 'root', path: '/root/.ssh/authorized_keys' },
    ...{ at: new Date().toISOString(), keys: [key] },
  })
  const observations = [
    file(web1, line(eve?.blob, '=eve@laptop')),
    file(web2, line(keys[0]?.blob, 'deploy', 'from="10.0.0.0/8"')),
  ]
  await writeFile(join(profileDir, 'observations.json'), JSON.stringify({ version: 1, observations }), {
    mode: 0o600,
  })
}

async function showTable(page: Page, table: 'Instances' | 'Accounts'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'The map by' }).getByText(table).click()
}

async function exported(page: Page, format: RegExp): Promise<string> {
  await page.getByRole('button', { name: 'Export…' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: format }).click()
  return readFile(await (await download).path(), 'utf8')
}
