import { expect, type Page } from '@playwright/test'
import type { Lab } from '../lab/lab.js'
import type { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import type { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { addLabAccount, goTo } from './steps.js'

/** An RSA key pair, the only type that every cloud takes. */
export async function createRsaKey(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('radio', { name: /^RSA/ }).check()
  await sheet.getByRole('radiogroup', { name: /Size/ }).getByText('2048').click()
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet).toBeHidden({ timeout: 60_000 })
}

/** In the section Accounts; `values` by the fields' labels. */
export async function addAccount(
  page: Page,
  product: string,
  name: string,
  values: Record<string, string>,
): Promise<void> {
  await page.getByRole('button', { name: 'Add account' }).first().click()
  await page.getByRole('dialog').getByLabel('Which cloud is it?').selectOption(product)
  await fillAndSave(page, name, values)
}

/** In the form for a new account, after the choice of the cloud. */
export async function fillAndSave(page: Page, name: string, values: Record<string, string>): Promise<void> {
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name', { exact: true }).fill(name)
  for (const [label, value] of Object.entries(values))
    await sheet.getByLabel(label, { exact: true }).fill(value)
  await sheet.getByRole('button', { name: 'Test connection' }).click()
  await expect(sheet.getByText('Connected as')).toBeVisible()
  await sheet.getByRole('button', { name: 'Save account' }).click()
  await expect(sheet).toBeHidden()
}

interface Clouds {
  openstack: Awaited<ReturnType<typeof startOpenStackSimulator>>
  tencent: Awaited<ReturnType<typeof startTencentSimulator>>
}

/** Accounts of three kinds: Lab, VK and Guangzhou. */
export async function addThreeAccounts(page: Page, lab: Lab, { openstack, tencent }: Clouds): Promise<void> {
  await addLabAccount(page, lab)
  await addAccount(page, 'OpenStack', 'VK', {
    'Identity endpoint': openstack.identity,
    User: openstack.user.name,
    Password: openstack.user.password,
    Project: openstack.project.name,
  })
  await addTencentAccount(page, tencent)
}

/** Guangzhou, in the section Accounts. */
export async function addTencentAccount(page: Page, tencent: Clouds['tencent']): Promise<void> {
  await page.getByRole('button', { name: 'Add account' }).first().click()
  await page.getByRole('dialog').getByLabel('Which cloud is it?').selectOption('Tencent Cloud')
  await page.getByRole('dialog').getByLabel('Site').selectOption('Own endpoint')
  await fillAndSave(page, 'Guangzhou', {
    Endpoint: tencent.endpoint,
    'Secret ID': tencent.secretId,
    'Secret key': tencent.secretKey,
  })
}
