import { expect, type Locator, type Page } from '@playwright/test'
import { selfSigned } from '../helpers/certificate.js'
import { startHttpServer } from '../helpers/http-server.js'
import { freePort } from '../helpers/ports.js'
import type { Lab } from '../lab/lab.js'
import { openImport, opensshKey } from './key-files.js'
import { test } from './latchkey.js'
import { changesNothing } from './profile.js'
import { addLabAccount, bindFirstKey, createKey, goTo, makeSealedVault } from './steps.js'

/** The form of a new account, filled in with the lab's. */
async function accountForm(page: Page): Promise<Locator> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const form = page.getByRole('dialog', { name: 'Add an account' })
  await form.getByRole('button', { name: 'Fill in the lab account' }).click()
  return form
}

/** Saves the form with another value in one field; the form must keep it and say `sentence`. */
async function refuses(
  form: Locator,
  field: string,
  value: string,
  sentence: string | RegExp,
): Promise<void> {
  await form.getByRole('button', { name: 'Fill in the lab account' }).click()
  await form.getByLabel(field).fill(value)
  await form.getByRole('button', { name: 'Save account' }).click()
  await expect(form.getByRole('alert')).toContainText(sentence, { timeout: 30_000 })
  await expect(form.getByLabel(field)).toHaveValue(value)
  await expect(form.getByLabel('Name')).toHaveValue('Lab')
}

test('wrong credentials are refused in the words of the cloud', async ({ page, lab, profileDir }) => {
  await makeSealedVault(page)
  const form = await accountForm(page)
  const { host } = new URL(lab.endpoint)
  await changesNothing(profileDir, async () => {
    const sentence = `${host} knows no user with this API key and secret key.`
    await refuses(form, 'API key', 'not-a-key', sentence)
    await expect(form.getByRole('alert')).toContainText('the API key has 9 characters')
    await refuses(form, 'Secret key', 'x'.repeat(86), sentence)
  })
  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('There is no account yet')).toBeVisible()
})

test('an endpoint that is no CloudStack API gets the sentence that fits', async ({ page, profileDir }) => {
  const html = await startHttpServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Router login</title>')
  })
  const untrusted = await startHttpServer((_, response) => void response.end(), selfSigned('127.0.0.1'))
  const refused = `http://127.0.0.1:${await freePort()}/client/api`
  try {
    await makeSealedVault(page)
    const form = await accountForm(page)
    await changesNothing(profileDir, async () => {
      await refuses(form, 'Endpoint', `${html.url}/client/api`, /web page/)
      await refuses(form, 'Endpoint', refused, 'Nothing at 127.0.0.1 accepts connections on port')
      await refuses(form, 'Endpoint', untrusted.url, 'The certificate of 127.0.0.1 is self-signed')
    })
  } finally {
    await Promise.all([html.stop(), untrusted.stop()])
  }
})

/** Pushes the vault's key to the lab's account from the section Keys; answers the sheet. */
async function push(page: Page): Promise<Locator> {
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy/ }).click()
  await page.getByRole('button', { name: 'Push to account…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Push public key' }).click()
  return sheet
}

const keyNames = (lab: Lab) => lab.cloud.state.accounts[0]?.keyPairs.map(({ name }) => name)

test('the same account under another name is refused', async ({ page, lab, profileDir }) => {
  await makeSealedVault(page)
  await addLabAccount(page, lab)
  const form = await accountForm(page)
  await form.getByLabel('Name').fill('Again')
  await changesNothing(profileDir, async () => {
    await form.getByRole('button', { name: 'Save account' }).click()
    await expect(form.getByRole('alert')).toContainText('This account is here already, as "Lab".')
  })
})

test('a name that the account has for another key is refused, and another name helps', async ({
  page,
  lab,
  workDir,
  profileDir,
}) => {
  lab.cloud.addKeyPair('deploy', (await opensshKey(workDir, 'other', '')).publicText)
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccount(page, lab)
  await changesNothing(profileDir, async () => {
    const sheet = await push(page)
    await expect(sheet).toContainText('The account already holds another key pair named "deploy".')
    expect(keyNames(lab)).toEqual(['legacy-admin-2019', 'deploy'])
    await sheet.getByLabel('Name there').fill('deploy-2')
    await sheet.getByRole('button', { name: 'Push public key' }).click()
    await expect(sheet.getByRole('status')).toContainText('pushed as deploy-2')
    await sheet.getByRole('button', { name: 'Done' }).click()
  })
  const sheet = await push(page)
  await expect(sheet.getByRole('status')).toContainText('already there as deploy-2')
  expect(keyNames(lab)).toEqual(['legacy-admin-2019', 'deploy', 'deploy-2'])
})

test('private keys that can not be read each get their sentence', async ({ page, workDir, profileDir }) => {
  const key = await opensshKey(workDir, 'id_work', 'its own passphrase')
  const plain = await opensshKey(workDir, 'id_plain', '')
  const damaged = plain.privateText.replace(/[^\n]{20}\n-----END/, `${'A'.repeat(20)}\n-----END`)
  await makeSealedVault(page)
  const sheet = await openImport(page)
  const paste = async (text: string, sentence: string) => {
    await sheet.getByLabel('Text of the private key').fill(text)
    await sheet.getByRole('button', { name: 'Read key' }).click()
    await expect(sheet.getByRole('alert')).toContainText(sentence)
    await expect(sheet.getByLabel('Text of the private key')).toHaveValue(text)
  }
  await changesNothing(profileDir, async () => {
    await paste(damaged, 'The private key is damaged')
    await paste(plain.privateText.slice(0, 200), 'The private key is damaged')
    await sheet.getByLabel('Text of the private key').fill(key.privateText)
    await sheet.getByRole('button', { name: 'Read key' }).click()
    await sheet.getByLabel('Passphrase').fill('another passphrase')
    await sheet.getByRole('button', { name: 'Import key' }).click()
    await expect(sheet).toContainText('The passphrase does not open this private key.')
    await expect(sheet.getByLabel('Passphrase')).toHaveValue('another passphrase')
  })
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('There is no key pair yet')).toBeVisible()
})

test('an instance without any address offers no way in, and says why', async ({ page, lab }) => {
  await lab.cloud.addVirtualMachine({ name: 'dark-1', privateAddress: '' })
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccount(page, lab)
  await goTo(page, 'Instances')
  await page.getByRole('row', { name: /dark-1/ }).click()
  const details = page.getByRole('complementary')
  await expect(details).toContainText('dark-1 has no address that SSH could be tried on.')
  await expect(details.getByRole('button', { name: 'Connect', exact: true })).toBeDisabled()
  await details.getByRole('button', { name: 'Bind…', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText(
    'dark-1 has no address for SSH, so the login can not be tried.',
  )
})

test('a login user that the instance does not have is named, and the bound one stays', async ({
  page,
  lab,
  profileDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await page.getByRole('row', { name: /web-1/ }).click()
  const details = page.getByRole('complementary')
  await changesNothing(profileDir, async () => {
    await details.getByRole('combobox', { name: 'Login user' }).fill('nobody-here')
    await details.getByRole('button', { name: 'Connect', exact: true }).click()
    const panel = page.getByRole('tabpanel')
    await expect(panel.getByRole('alert')).toContainText('refused the key for the user nobody-here.')
    await expect(panel.getByRole('alert')).toContainText('The login user may be another than nobody-here')
  })
})
