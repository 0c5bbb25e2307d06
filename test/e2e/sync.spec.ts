import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { policyForbids } from '../simulators/openstack/errors.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { addThreeAccounts, createRsaKey } from './cloud-steps.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { goTo, makeSealedVault, unlock } from './steps.js'

webOnly('the test kills the process behind the page')

test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('a rule puts one key on three clouds; killed and refused in between, it is resumed and repeats nothing', async ({
  page,
  lab,
  host,
  profileDir,
}) => {
  const openstack = await startOpenStackSimulator()
  const tencent = await startTencentSimulator()
  const held = () => ({
    lab: lab.cloud.state.accounts[0]?.keyPairs.map(({ name }) => name),
    openstack: openstack.state.keyPairs.map(({ name }) => name),
    tencent: tencent.state.keyPairs.map(({ name }) => name),
  })
  try {
    await makeSealedVault(page)
    await createRsaKey(page, 'deploy key')
    await addThreeAccounts(page, { openstack, tencent })

    await goTo(page, 'Keys')
    await page.getByRole('button', { name: 'Sync…' }).click()
    const rules = page.getByRole('dialog', { name: 'Sync keys with accounts' })
    await choose(page, 'Key pairs', 'deploy key')
    await choose(page, 'Belong on', 'All accounts')
    await rules.getByRole('button', { name: 'Add rule' }).click()
    await expect(rules.getByRole('row', { name: /deploy key All accounts/ })).toBeVisible()
    await look(page, 'sync-rules')
    await rules.getByRole('button', { name: 'Show plan' }).click()
    const plan = page.getByRole('dialog', { name: 'What sync would do' })
    await expect(plan.getByRole('table', { name: 'Guangzhou' })).toContainText('Push as deploy_key')
    expect(held().openstack).toEqual([])
    await look(page, 'sync-plan')

    // One account refuses, one does not answer, and then the host is killed.
    openstack.faults.plan('POST /os-keypairs', {
      kind: 'refusal',
      error: policyForbids('os_compute_api:os-keypairs:create'),
    })
    tencent.faults.plan('ImportKeyPair', { kind: 'slow', ms: 20_000 })
    await plan.getByRole('button', { name: 'Push 3 keys' }).click()
    const progress = page.getByRole('dialog', { name: 'Sync keys with accounts' })
    await expect(progress.getByRole('region', { name: 'Lab' })).toContainText('Done')
    await expect(progress.getByRole('region', { name: 'VK' })).toContainText('Failed')
    await expect.poll(() => held().tencent).toEqual(['deploy_key'])
    await look(page, 'sync-running')
    await host.kill()

    await page.goto(await host.start())
    await unlock(page)
    const notice = page.getByRole('status').filter({ hasText: 'Sync:' })
    await expect(notice).toContainText('The sync was cut off: 1 done, 1 failed, 1 not begun.')
    const imports = () => tencent.calls.filter(({ action }) => action === 'ImportKeyPair').length
    const before = imports()
    await notice.getByRole('button', { name: 'Resume' }).click()
    await expect(progress).toContainText('All 3 steps done.')
    await expect(progress.getByRole('region', { name: 'Guangzhou' })).toContainText('It was so already')
    expect(imports()).toBe(before)
    expect(held().lab?.filter((name) => name === 'deploy key')).toHaveLength(1)
    expect([held().openstack, held().tencent]).toEqual([['deploy key'], ['deploy_key']])
    await progress.getByRole('button', { name: 'Close' }).last().click()

    // What was done here has not drifted; what somebody else does has.
    await goTo(page, 'Instances')
    const refresh = page.getByRole('button', { name: 'Refresh' }).first()
    const changes = page.getByRole('button', { name: 'Show changes' })
    const baseline = () => readFile(join(profileDir, 'drift-baseline.json'), 'utf8')
    await expect(async () => {
      await refresh.click()
      expect((await baseline()).match(/"name":"deploy[ _]key"/g)).toHaveLength(3)
    }).toPass()
    await expect(changes).toBeHidden()
    openstack.state.keyPairs.length = 0
    await expect(async () => {
      await refresh.click()
      await expect(changes).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await changes.click()
    const drift = page.getByRole('dialog', { name: 'Changed outside Latchkey' })
    await expect(drift.getByRole('region', { name: 'VK' })).toContainText(/Key deploy key.* is gone/)
    await look(page, 'sync-drift')
    await drift.getByRole('button', { name: 'Take note' }).click()
    await expect(changes).toBeHidden()
  } finally {
    await openstack.stop()
    await tencent.stop()
  }
})

/** Of a field with a list below it. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
  await page.keyboard.press('Tab')
}
