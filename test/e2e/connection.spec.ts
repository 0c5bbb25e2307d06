import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { startSshd } from '../helpers/sshd.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { enter, goTo, makeSealedVault, pickMore, promptShown, terminalText, trustHostKey } from './steps.js'

webOnly('how an instance is connected to is the same in both')

/** Forwards over the open session: nobody is asked for the password again. */
async function forwardsOver(page: Page, instance: string): Promise<void> {
  const web = createServer((_request, response) =>
    response.setHeader('connection', 'close').end('the page behind it'),
  )
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const { port } = web.address() as AddressInfo
  const sheet = page.getByRole('dialog', { name: 'Forward a port' })
  const state = (route: RegExp) => page.getByRole('row').filter({ hasText: route })
  try {
    await goTo(page, 'Forwards')
    await expect(page.getByText('There is none yet')).toBeVisible()
    await look(page, 'forwards-none')
    await page.getByRole('button', { name: 'Forward a port…' }).first().click()
    await sheet.getByRole('combobox', { name: 'Instance' }).click()
    await page.getByRole('option', { name: instance }).click()
    await sheet.getByLabel('Name').fill('Admin page')
    await sheet.getByLabel('Port there').fill(String(port))
    await expect(sheet.getByTestId('forward-promise')).toContainText(
      `reaches 127.0.0.1:${port} as ${instance}`,
    )
    await sheet.getByRole('combobox', { name: 'Listen on this computer at' }).fill('0.0.0.0')
    await expect(sheet).toContainText('Every computer that reaches this one')
    await look(page, 'forwards-sheet')
    await sheet.getByRole('combobox', { name: 'Listen on this computer at' }).fill('127.0.0.1')
    await sheet.getByRole('button', { name: 'Save and start' }).click()
    await expect(sheet).toBeHidden()
    const local = state(/Admin page/)
    await expect(local).toContainText('On')
    const [, at = ''] = /localhost:(\d+)/.exec((await local.textContent()) ?? '') ?? []
    expect(await (await fetch(`http://127.0.0.1:${at}/`)).text()).toBe('the page behind it')
    await expect(local).toContainText(/\d+ B in, \d+ B out/)

    await page.getByRole('button', { name: 'Forward a port…' }).first().click()
    await sheet.getByText('SOCKS proxy (-D)').click()
    await sheet.getByRole('combobox', { name: 'Instance' }).click()
    await page.getByRole('option', { name: instance }).click()
    await sheet.getByLabel('Port to listen on').fill(String(port))
    await sheet.getByRole('button', { name: 'Save and start' }).click()
    await expect(state(/SOCKS/)).toContainText(`Port ${port} is taken`)
    await local.click()
    const details = page.getByRole('complementary', { name: 'Details of Admin page' })
    await expect(details).toContainText('0 open, 1 in all')
    await look(page, 'forwards')
    await details.getByRole('button', { name: 'Stop' }).click()
    await expect(local).toContainText('Stopped')
    await expect(fetch(`http://127.0.0.1:${at}/`)).rejects.toThrow()
    await details.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByText('The forward Admin page is deleted.')).toBeVisible()
    await expect(local).toBeHidden()
    await look(page, 'forwards-undo')
    await page.keyboard.press('Control+z')
    await expect(local).toContainText('Stopped')
    await expect(page.getByText('The forward Admin page is deleted.')).toBeHidden()
  } finally {
    web.closeAllConnections()
    web.close()
  }
}

const PASSWORD = 'old device ~ 4711'

test('an old device without a key is connected to: by a password that is asked for, over a weak algorithm that was allowed', async ({
  page,
  workDir,
}) => {
  test.skip(!canAddUsers && !process.env.CI, 'takes root')
  const user = await addUser({ password: PASSWORD })
  const dir = join(workDir, 'device')
  await mkdir(dir)
  const config = ['PasswordAuthentication yes', 'KexAlgorithms diffie-hellman-group14-sha1', 'AcceptEnv LK_*']
  const device = await startSshd({ dir, authorizedKeys: [], config })
  try {
    await makeSealedVault(page)
    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Add host' }).first().click()
    const adding = page.getByRole('dialog', { name: 'Add host' })
    await adding.getByLabel('Address').fill(`${user.name}@${device.host}:${device.port}`)
    await adding.getByLabel('Name', { exact: true }).click()
    await page.keyboard.type('switch')
    await adding.getByRole('button', { name: 'Add host' }).click()
    await expect(adding).toBeHidden()

    await page.getByRole('row').filter({ hasText: 'switch' }).click()
    await pickMore(page, 'Connection…')
    const sheet = page.getByRole('dialog', { name: 'Connection to switch' })
    await sheet.getByRole('checkbox', { name: 'Password' }).check()
    await sheet.getByRole('checkbox', { name: 'Forward my own SSH agent' }).check()
    await sheet.getByText('Start-up command and environment').click()
    await sheet.getByLabel('Environment').fill('LK_RACK=12')
    await look(page, 'connection-sheet')
    await sheet.getByRole('checkbox', { name: 'Forward my own SSH agent' }).uncheck()
    await sheet.getByRole('button', { name: 'Save' }).click()
    await expect(sheet).toBeHidden()

    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('diffie-hellman-group14-sha1')
    await page.getByText('Details', { exact: true }).click()
    await expect(page.getByText(/curve25519-sha256/)).toBeVisible()
    await look(page, 'connection-weak')
    await page.getByRole('button', { name: 'Allow weak algorithms…' }).click()
    await expect(sheet.getByRole('checkbox', { name: 'diffie-hellman-group14-sha1' })).toBeChecked()
    await look(page, 'connection-allow-weak')
    await sheet.getByRole('button', { name: 'Save and connect' }).click()
    await trustHostKey(page, device.hostKeyFingerprints)
    const question = page.getByRole('dialog', { name: 'Password for switch' })
    await question.getByLabel(`Password of ${user.name}`).fill('wrong')
    await question.getByRole('button', { name: 'Log in' }).click()
    await expect(question.getByRole('alert')).toContainText('refused what was typed')
    await look(page, 'connection-password')
    await question.getByLabel(`Password of ${user.name}`).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await promptShown(page)
    await expect(page.getByText('opened with a password')).toBeVisible()
    await enter(page, 'echo rack-$LK_RACK')
    await expect.poll(() => terminalText(page)).toMatch(/^rack-12$/m)
    await forwardsOver(page, 'switch')
  } finally {
    await device.stop()
    await user.remove()
  }
})
