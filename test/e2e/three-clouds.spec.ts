import { expect } from '@playwright/test'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { addThreeAccounts, createRsaKey } from './cloud-steps.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { goTo, makeSealedVault } from './steps.js'

test('one key goes to accounts of three kinds, one of which lacks the right at first', async ({
  page,
  lab,
}) => {
  const openstack = await startOpenStackSimulator()
  const tencent = await startTencentSimulator()
  try {
    openstack.addServer({ name: 'os-web', floating: ['203.0.113.20'] })
    tencent.addInstance('tc-web')
    await makeSealedVault(page)
    await createRsaKey(page, 'deploy key')
    await addThreeAccounts(page, { openstack, tencent })

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
    expect(openstack.state.keyPairs.map(({ name }) => name)).toEqual(['deploy key'])
    expect(tencent.state.keyPairs.map(({ name }) => name)).toEqual(['deploy_key'])

    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    for (const name of ['web-1', 'os-web', 'tc-web'])
      await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
    await look(page, 'three-clouds-instances')
  } finally {
    await openstack.stop()
    await tencent.stop()
  }
})
