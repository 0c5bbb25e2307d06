import { request as ask } from 'node:http'
import { expect } from '@playwright/test'
import { selfSigned } from '../helpers/certificate.js'
import { startProxyTo, type TestProxy } from '../helpers/http-proxy.js'
import { startHttpServer } from '../helpers/http-server.js'
import { newCredential } from '../simulators/openstack/seed.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator, type TencentSimulator } from '../simulators/tencent/simulator.js'
import { test as base, webOnly } from './latchkey.js'
import { webHost } from './launch.js'
import { look } from './look.js'
import { goTo, makeSealedVault } from './steps.js'

/** Tencent Cloud behind its international names, as an authority of ours vouches for them, and a proxy that leads there. */
interface Abroad {
  sim: TencentSimulator
  proxy: TestProxy
  authority: string
}

const TOKEN = 'session-token-1'

const test = base.extend<{ abroad: Abroad }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  abroad: async ({}, use) => {
    const sim = await startTencentSimulator({
      identity: { token: TOKEN },
      settings: { callsPerSecond: null, denied: ['cvm:DescribeInstances'] },
    })
    const certificate = selfSigned('*.intl.tencentcloudapi.com')
    const front = await startHttpServer((request, response) => {
      const { method = 'POST', url = '/', headers } = request
      const there = ask(new URL(url, sim.endpoint), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      request.pipe(there)
    }, certificate)
    const proxy = await startProxyTo(new URL(front.url))
    await use({ sim, proxy, authority: certificate.cert })
    await proxy.stop()
    await front.stop()
    await sim.stop()
  },
  host: async ({ latchkeyArgs, homeDir, abroad }, use) => {
    const host = webHost(latchkeyArgs, {
      HOME: homeDir,
      HTTPS_PROXY: abroad.proxy.url,
      https_proxy: abroad.proxy.url,
    })
    await use(host)
    await host.stop()
  },
})

webOnly('the environment of the desktop app is the same code')

test('one cloud of a pasted clouds.yaml is chosen; temporary credentials for the international site go through the proxy of the environment, and end', async ({
  page,
  abroad,
}) => {
  const openstack = await startOpenStackSimulator()
  try {
    const { identity, user, project } = openstack
    const credential = newCredential(user, project)
    openstack.state.credentials.push(credential)
    const file = `clouds:
  kuala-lumpur:
    auth_type: v3applicationcredential
    auth: {auth_url: "${identity}", application_credential_id: ${credential.id}, application_credential_secret: ${credential.secret}}
  shop:
    auth: {auth_url: "${identity}", username: ${user.name}, project_name: ${project.name}, user_domain_name: Default}
  elsewhere: {profile: vexxhost}
`
    await makeSealedVault(page)
    await goTo(page, 'Accounts')
    await page.getByRole('button', { name: 'Add account' }).first().click()
    const sheet = page.getByRole('dialog', { name: 'Add an account' })
    await sheet.getByLabel('Which cloud is it?').selectOption('OpenStack')
    const paste = async (cloud: string) => {
      await sheet.getByRole('button', { name: /^Paste openrc/ }).click()
      await sheet.getByLabel('Text of openrc or clouds.yaml').fill(file)
      await sheet.getByRole('button', { name: 'Fill in the form' }).click()
      await expect(sheet.getByRole('button', { name: 'Fill in the form' })).toBeDisabled()
      await sheet.getByLabel('Which cloud of the file is it?').selectOption(cloud)
      await sheet.getByRole('button', { name: 'Fill in the form' }).click()
    }
    await paste('elsewhere')
    await expect(sheet.getByRole('alert')).toContainText('The cloud "elsewhere" of this clouds.yaml')
    await look(page, 'pasted-clouds')
    await sheet.getByRole('button', { name: 'Close', exact: true }).last().click()
    await paste('shop')
    await expect(sheet.getByLabel('Project', { exact: true })).toHaveValue(project.name)
    await sheet.getByLabel('Name', { exact: true }).fill('KL')
    await sheet.getByRole('button', { name: 'Test connection' }).click()
    await look(page, 'pasted-no-password')
    await expect(sheet.getByLabel('Password', { exact: true })).toHaveValue('')
    await paste('kuala-lumpur')
    await sheet.getByRole('button', { name: 'Test connection' }).click()
    await expect(sheet.getByText('Connected as')).toBeVisible()
    await sheet.getByRole('button', { name: 'Save account' }).click()
    await expect(sheet).toBeHidden()

    await page.getByRole('button', { name: 'Add account' }).first().click()
    await sheet.getByLabel('Which cloud is it?').selectOption('Tencent Cloud International')
    await sheet.getByLabel('Name', { exact: true }).fill('Singapore')
    await sheet.getByLabel('Secret ID').fill(abroad.sim.secretId)
    await sheet.getByLabel('Secret key').fill(abroad.sim.secretKey)
    await sheet.getByLabel('Session token').fill(TOKEN)
    await sheet.getByText('Connection, for private clouds').click()
    await sheet.getByLabel('Certificate of its authority').fill(abroad.authority)
    await sheet.getByRole('button', { name: 'Test connection' }).click()
    await expect(sheet.getByText('Connected as')).toBeVisible()
    await look(page, 'tencent-missing-right')
    expect(abroad.proxy.asked).toContain('CONNECT cvm.intl.tencentcloudapi.com:443')
    await sheet.getByRole('button', { name: 'Save account' }).click()
    await expect(sheet).toBeHidden()
    const details = page.getByRole('complementary')
    await expect(details).toContainText('It ends by itself, some hours after it was made')

    abroad.sim.state.identity.token = 'session-token-2'
    await goTo(page, 'Instances')
    // An empty table has one of its own.
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    await goTo(page, 'Accounts')
    await expect(details.getByRole('alert').first()).toContainText(/The session token .*has expired\./)
    await look(page, 'tencent-token-ended')
    await details.getByRole('button', { name: 'Edit…' }).last().click()
    const edit = page.getByRole('dialog')
    await edit.getByLabel('Secret ID').fill(abroad.sim.secretId)
    await edit.getByLabel('Secret key').fill(abroad.sim.secretKey)
    await edit.getByLabel('Session token').fill('session-token-2')
    await edit.getByRole('button', { name: /^Save/ }).click()
    await expect(edit).toBeHidden()
    await details.getByRole('button', { name: 'Show requests' }).last().click()
    await expect(page.getByRole('dialog').getByRole('row').nth(1)).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    await look(page, 'tencent-requests')
  } finally {
    await openstack.stop()
  }
})
