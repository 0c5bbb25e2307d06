import { expect, type Page } from '@playwright/test'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { addThreeAccounts, createRsaKey } from './cloud-steps.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { goTo, makeSealedVault } from './steps.js'

test('one key goes to accounts of three kinds, one of which lacks the right at first, and one loses a region later', async ({
  page,
  lab,
}) => {
  const openstack = await startOpenStackSimulator({ regions: ['Frankfurt', 'Mumbai'] })
  const tencent = await startTencentSimulator()
  try {
    openstack.addServer({ name: 'os-web', floating: ['203.0.113.20'] })
    openstack.addServer({ name: 'os-db', region: 'Mumbai', floating: ['203.0.113.21'] })
    tencent.addInstance('tc-web')
    await makeSealedVault(page)
    await createRsaKey(page, 'deploy key')
    await addThreeAccounts(page, lab, { openstack, tencent })

    tencent.faults.plan('ImportKeyPair', {
      kind: 'refusal',
      code: 'UnauthorizedOperation.CamNoAuth',
      message: 'you are not authorized to perform operation (cvm:ImportKeyPair)',
    })
    await goTo(page, 'Keys')
    await page.getByRole('row', { name: /deploy key/ }).click()
    await page.getByRole('button', { name: 'Push to account…' }).click()
    const sheet = page.getByRole('dialog')
    for (const account of ['Lab', 'VK', 'Guangzhou']) await sheet.getByLabel(account, { exact: true }).check()
    await sheet.getByRole('button', { name: 'Push public key' }).click()
    await expect(sheet).toContainText('Lab: pushed as deploy key')
    await expect(sheet).toContainText('VK: pushed as deploy key')
    await expect(sheet).toContainText('Guangzhou: not pushed')
    await expect(sheet).toContainText(/may not|not allowed|right/i)
    await look(page, 'three-clouds-one-refuses')

    await sheet.getByRole('button', { name: 'Push public key' }).click()
    await expect(sheet).toContainText('Lab: already there as deploy key')
    await expect(sheet).toContainText('VK: already there as deploy key')
    await expect(sheet).toContainText('Guangzhou: pushed as deploy_key')
    await sheet.getByRole('button', { name: 'Done' }).click()

    expect(lab.cloud.state.accounts[0]?.keyPairs.map(({ name }) => name)).toContain('deploy key')
    expect(openstack.state.keyPairs.map(({ region, name }) => [region, name]).sort()).toEqual([
      ['Frankfurt', 'deploy key'],
      ['Mumbai', 'deploy key'],
    ])
    expect(tencent.state.keyPairs.map(({ name }) => name)).toEqual(['deploy_key'])

    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    for (const name of ['web-1', 'os-web', 'tc-web'])
      await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
    await look(page, 'three-clouds-instances')

    const before = await instancesShown(page)
    openstack.faults.plan('*', { kind: 'html', status: 500 }, Infinity, 'Mumbai')
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    const silent = page.getByRole('alert').filter({ hasText: 'VK, Mumbai:' })
    await expect(silent).toContainText('Its instances were read')
    await expect(page.getByRole('row', { name: /os-db/ })).toContainText('was running')
    await expect(page.getByRole('row', { name: /os-web/ })).not.toContainText('was')
    await expect(page.getByRole('row', { name: /tc-web/ })).not.toContainText('was')
    expect(await instancesShown(page)).toEqual(before)
    await look(page, 'three-clouds-dead-region')
    await expect(page.getByRole('button', { name: '3 accounts, 1 in part' })).toBeVisible()
    await goTo(page, 'Accounts')
    await page.getByRole('row', { name: /^VK/ }).click()
    await expect(page.getByRole('row', { name: /^VK/ })).toContainText('In part')
    await expect(page.getByRole('complementary')).toContainText('Mumbai:')
    await look(page, 'three-clouds-dead-region-account')

    openstack.faults.clear()
    await goTo(page, 'Instances')
    await silent.getByRole('button', { name: 'Try again' }).click()
    await expect(silent).toBeHidden()
    await expect(page.getByRole('row', { name: /os-db/ })).not.toContainText('was')
  } finally {
    await openstack.stop()
    await tencent.stop()
  }
})

/** By name, in their order. */
function instancesShown(page: Page): Promise<string[]> {
  const names = page
    .getByRole('grid', { name: 'Instances' })
    .getByRole('row')
    .locator('[role=gridcell]:nth-child(2)')
  return names.allInnerTexts()
}
