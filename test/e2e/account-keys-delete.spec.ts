import { expect, type Page } from '@playwright/test'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { freshKey } from '../helpers/fresh-key.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { addTencentAccount, createRsaKey } from './cloud-steps.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { goTo, makeSealedVault } from './steps.js'

const details = (page: Page) => page.getByRole('complementary')

test('a key that an instance has is unbound and then deleted from its account; of several, one that an image has stays and is tried again', async ({
  page,
}) => {
  const cloud = await startTencentSimulator({ settings: { inUseLagMs: 0, operationMs: 20 } })
  try {
    await makeSealedVault(page)
    await createRsaKey(page, 'deploy')
    await goTo(page, 'Accounts')
    await addTencentAccount(page, cloud)
    await push(page)
    const [deploy] = cloud.state.keyPairs
    const web = cloud.addInstance('tc-web', { keyIds: [deploy?.id ?? ''] })
    const [old] = ['old_1', 'old_2'].map((name) =>
      cloud.addKeyPair(name, publicKeyLine(blobFromKey(freshKey('rsa1024')), name)),
    )
    cloud.addImage('golden', { keyIds: [old?.id ?? ''] })
    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    await expect(page.getByRole('row', { name: /tc-web/ })).toBeVisible()

    await goTo(page, 'Accounts')
    await page.getByRole('row', { name: /Guangzhou/ }).click()
    await details(page).getByRole('button', { name: 'What can be done with deploy' }).click()
    await page.getByRole('menuitem', { name: 'Delete from the account…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Delete deploy from Guangzhou?' })
    await expect(sheet).toContainText('Guangzhou keeps it as long as tc-web has it.')
    await expect(sheet).toContainText('Custom images that may have it: golden (img-')
    await expect(sheet.getByRole('button', { name: 'Delete from the account' })).toBeDisabled()
    await look(page, 'account-key-in-use')
    await sheet.getByLabel('Unbind it first').check()
    const group = sheet.getByRole('group', { name: 'Unbinding deploy first' })
    await expect(group).toContainText('tc-web stops for about a minute')
    await expect(group).toContainText('No other key pair is proven to open tc-web.')
    const verb = sheet.getByRole('button', { name: 'Unbind and delete from the account' })
    await expect(verb).toBeDisabled()
    await group.getByLabel('Type tc-web to take away the last way in').fill('tc-web')
    await look(page, 'account-key-unbind-first')
    await verb.click()
    await expect(sheet).toBeHidden({ timeout: 30_000 })
    expect(web).toMatchObject({ keyIds: [], state: 'RUNNING' })
    expect(cloud.state.keyPairs.map(({ name }) => name)).toEqual(['old_1', 'old_2'])

    for (const name of ['old_1', 'old_2'])
      await details(page)
        .getByRole('checkbox', { name: `Select ${name}` })
        .check()
    await look(page, 'account-keys-marked')
    await details(page).getByRole('button', { name: 'Delete 2 keys…' }).click()
    const many = page.getByRole('dialog')
    await expect(many).toContainText('2 are not in this vault')
    const row = (name: string) => many.getByRole('row', { name: new RegExp(`^${name}`) })
    await expect(row('old_1')).toContainText('maybe an image: golden')
    await look(page, 'account-keys-delete')
    await many.getByRole('button', { name: 'Delete 2', exact: true }).click()
    await expect(row('old_2')).toContainText('deleted')
    await expect(row('old_1')).toContainText('a custom image does')
    await look(page, 'account-keys-deleted')
    cloud.state.images = []
    await many.getByRole('button', { name: 'Try again' }).click()
    await many.getByRole('button', { name: 'Delete 1', exact: true }).click()
    await expect(page.getByRole('dialog', { name: '2 of 2 keys are deleted from Guangzhou' })).toBeVisible()
    await many.getByRole('button', { name: 'Done' }).click()
    expect(cloud.state.keyPairs).toEqual([])
    await expect(details(page)).toContainText('None yet.')
  } finally {
    await cloud.stop()
  }
})

async function push(page: Page): Promise<void> {
  await page.getByRole('row', { name: /Guangzhou/ }).click()
  await details(page).getByRole('button', { name: 'Push a key…' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('combobox', { name: 'Key pair' })).toHaveValue(/^deploy /) // the only one
  await sheet.getByRole('button', { name: 'Push public key' }).click()
  await sheet.getByRole('button', { name: 'Done' }).click()
}
