import { request as ask } from 'node:http'
import { expect, type Page } from '@playwright/test'
import { selfSigned } from '../helpers/certificate.js'
import { startProxyTo } from '../helpers/http-proxy.js'
import { startHttpServer } from '../helpers/http-server.js'
import type { Lab } from '../lab/lab.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { addLabAccountByHand, createKey, goTo, makeSealedVault, pickMore } from './steps.js'

const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name })
const details = (page: Page) => page.getByRole('complementary')

test('an instance is stopped and started; its account, whose key was withdrawn, is repaired, renamed, disabled, enabled, looked into and removed', async ({
  page,
  lab,
}) => {
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccountByHand(page)
  await goTo(page, 'Instances')
  await expect(row(page, /web-1/)).toContainText('running')
  await stopAndStart(page, lab)
  await stopAndStartSeveral(page, lab)
  const newKey = withdrawSecretKey(lab)
  await page.getByRole('button', { name: 'Refresh' }).click()
  const problem = page.getByRole('alert').filter({ hasText: 'Lab:' })
  await expect(problem).toContainText(/Its instances were read (just now|\d+ min ago)\./)
  await expect(row(page, /web-1/)).toContainText('running')

  await goTo(page, 'Accounts')
  await expect(row(page, /Lab/)).toContainText('Failed')
  await details(page).getByRole('alert').getByRole('button', { name: 'Edit…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Edit Lab' })
  await sheet.getByLabel('Secret key').fill('not this one')
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await expect(sheet.getByRole('alert')).toBeInViewport({ ratio: 1 })
  await sheet.getByLabel('Secret key').fill(newKey)
  await sheet.getByLabel('Name', { exact: true }).fill('Production')
  for (const size of [
    { width: 1280, height: 800 },
    { width: 700, height: 520 },
  ]) {
    await page.setViewportSize(size)
    await sheet.getByRole('button', { name: 'Test connection' }).click()
    await expect(sheet.getByText('Connected as')).toBeInViewport({ ratio: 1 })
    await sheet.getByLabel('Name', { exact: true }).scrollIntoViewIfNeeded()
  }
  await look(page, 'account-edit')
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await expect(sheet).toBeHidden()
  await expect(row(page, /Production/)).toContainText('Fine')

  await pickMore(page, 'Disable')
  await expect(row(page, /Production/)).toContainText('Disabled')
  const calls = lab.cloud.calls.length
  await goTo(page, 'Instances')
  await expect(problem).toBeHidden()
  await expect(row(page, /web-1/)).toContainText('account disabled')
  await expect(page.getByRole('button', { name: 'Bind a key to web-1' })).toBeHidden()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await look(page, 'account-disabled')
  await goTo(page, 'Keys')
  await row(page, /deploy/).click()
  await expect(details(page)).toContainText('Production: account disabled')
  expect(lab.cloud.calls).toHaveLength(calls)

  await goTo(page, 'Accounts')
  await details(page).getByRole('button', { name: 'Enable' }).click()
  await details(page).getByRole('button', { name: 'Show instances' }).click()
  await expect(page.getByLabel('Filter instances')).toHaveValue('Production')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(row(page, /web-1/)).toContainText('running')
  // The instances were there before they were read again.
  const since = () => lab.cloud.calls.slice(calls).map(({ command }) => command)
  await expect.poll(since).toContain('listVirtualMachines')

  await goTo(page, 'Accounts')
  await details(page).getByRole('button', { name: 'Show requests' }).last().click()
  const requests = page.getByRole('dialog', { name: 'Requests of Production' })
  await expect(requests).toContainText('listVirtualMachines')
  for (const secret of [lab.apiKey, newKey, 'signature']) await expect(requests).not.toContainText(secret)
  await look(page, 'account-requests')
  await page.setViewportSize({ width: 700, height: 800 })
  for (const header of ['Time', 'Request', 'Answer', 'Request id'])
    await expect(requests.getByRole('columnheader', { name: header, exact: true })).toBeInViewport({
      ratio: 1,
    })
  await page.setViewportSize({ width: 1280, height: 800 })
  await requests.getByRole('button', { name: 'Close' }).last().click()

  await pickMore(page, 'Remove…')
  const removal = page.getByRole('dialog')
  await expect(removal).toContainText(/Its \d+ instances no longer show in Latchkey/)
  await expect(removal).toContainText('Nothing changes in the cloud')
  const before = lab.cloud.calls.length
  await removal.getByRole('button', { name: 'Remove account' }).click()
  await expect(page.getByText('There is no account yet')).toBeVisible()
  expect(lab.cloud.calls).toHaveLength(before)
})

test('a private cloud is reached through a proxy, by its own authority or by typed consent, and stays in sight without it', async ({
  page,
  lab,
}) => {
  const certificate = selfSigned('cloud.private.example')
  const front = await startHttpServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const there = ask(new URL(url, lab.endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(there)
  }, certificate)
  const proxy = await startProxyTo(new URL(front.url))
  try {
    await makeSealedVault(page)
    await goTo(page, 'Settings')
    await page.getByLabel('Proxy for clouds').selectOption('This one')
    await page.getByLabel('Address of the proxy').fill(proxy.url)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('region', { name: 'Proxy' })).toContainText('Saved')

    await goTo(page, 'Accounts')
    await page.getByRole('button', { name: 'Add account' }).first().click()
    const sheet = page.getByRole('dialog', { name: 'Add an account' })
    await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
    await sheet.getByLabel('Endpoint').fill('https://cloud.private.example/client/api')
    const test = () => sheet.getByRole('button', { name: 'Test connection' }).click()
    await test()
    await expect(sheet.getByRole('alert')).toContainText('self-signed or from an authority')
    await expect(sheet.getByRole('alert')).toContainText('under Connection')
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT cloud.private.example:443']))

    await sheet.getByText('Connection, for private clouds').click()
    await sheet.getByLabel('Take any certificate').click()
    const consent = page.getByRole('dialog', { name: 'Take any certificate for this account?' })
    const take = consent.getByRole('button', { name: 'Take any certificate' })
    await consent.getByRole('textbox').fill('any')
    await expect(take).toBeDisabled()
    await consent.getByRole('textbox').fill('any certificate')
    await take.click()
    await test()
    await expect(sheet.getByText('Connected as')).toBeInViewport({ ratio: 1 })

    await sheet.getByLabel('Take any certificate').uncheck()
    await sheet.getByLabel('Certificate of its authority').fill(certificate.cert)
    await test()
    await expect(sheet.getByText('Connected as')).toBeInViewport({ ratio: 1 })
    await look(page, 'account-private')
    await sheet.getByRole('button', { name: 'Save account' }).click()
    await expect(details(page)).toContainText('Of its own authority as well')

    await goTo(page, 'Instances')
    await expect(row(page, /web-1/)).toContainText('running')
    await proxy.stop()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Lab:' })).toContainText(
      `The proxy ${new URL(proxy.url).host}`,
    )
    await expect(row(page, /web-1/)).toContainText('running')
  } finally {
    await proxy.stop()
    await front.stop()
  }
})

/** As if the keys were generated anew in the cloud. Answers the new secret key. */
function withdrawSecretKey(lab: Lab): string {
  const [account] = lab.cloud.state.accounts
  if (account === undefined) throw new Error('The lab has no account')
  account.secretKey = 'the-new-secret-key'
  return account.secretKey
}

/** web-2, in the details of its row. Leaves everything as it was. */
async function stopAndStart(page: Page, lab: Lab): Promise<void> {
  const stateOf = () => lab.cloud.state.virtualMachines.find(({ name }) => name === 'web-2')?.state
  await row(page, /web-2/).click()
  await pickMore(page, 'Stop…')
  const sheet = page.getByRole('dialog', { name: 'Stop web-2?' })
  await expect(sheet).toContainText('Everything that runs on web-2 is interrupted')
  await look(page, 'instance-stop')
  expect(stateOf()).toBe('Running')
  await sheet.getByRole('button', { name: 'Stop the instance' }).click()
  await expect(row(page, /web-2/)).toContainText('stopped')
  expect(stateOf()).toBe('Stopped')
  await pickMore(page, 'Start')
  await expect(row(page, /web-2/)).toContainText('running')
  expect(stateOf()).toBe('Running')
  await details(page).getByRole('button', { name: 'Close' }).click()
}

/** Of three that are marked one is stopped already, and the cloud refuses another at first. Leaves everything as it was. */
async function stopAndStartSeveral(page: Page, lab: Lab): Promise<void> {
  const states = () =>
    ['web-2', 'db-1'].map((name) => lab.cloud.state.virtualMachines.find((vm) => vm.name === name)?.state)
  for (const name of ['web-2', 'db-1', 'cache-1'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.getByRole('button', { name: 'Stop…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Stop 2 instances?' })
  await expect(sheet).toContainText(/Everything that runs on them is interrupted.*(web-2, db-1|db-1, web-2)/)
  await expect(sheet).toContainText('only what runs can be stopped: cache-1')
  await look(page, 'instances-stop')
  expect(states()).toEqual(['Running', 'Running'])
  lab.cloud.faults.plan('stopVirtualMachine', { kind: 'refusal', code: 431, text: 'Host is in maintenance' })
  await sheet.getByRole('button', { name: 'Stop 2 instances' }).click()
  const ended = page.getByRole('dialog', { name: 'Stopped 1 of 2 instances' })
  await expect(ended.getByRole('listitem').filter({ hasText: 'not stopped' })).toContainText('maintenance')
  await look(page, 'instances-stopped')
  await ended.getByRole('button', { name: 'Done', exact: true }).click()
  expect(states().toSorted()).toEqual(['Running', 'Stopped'])
  await page.getByRole('button', { name: 'Start…' }).click()
  await page.getByRole('button', { name: 'Start 2 instances' }).click() // cache-1 as well
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await expect.poll(states).toEqual(['Running', 'Running'])
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
}
