import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { startSshd } from '../helpers/sshd.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { foundInFiles } from './secret-traces.js'
import { addLabAccount, goTo, makeSealedVault, pickMore, promptShown, trustHostKey } from './steps.js'

webOnly('the console opens in a browser')

test('an instance that no key opens is opened by a new key: console, lines, proof, terminal', async ({
  page,
  lab,
  workDir,
  profileDir,
}) => {
  test.skip(!canAddUsers && !process.env.CI, 'takes root')
  const user = await addUser({ keys: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== lost, and no line feed' })
  const dir = join(workDir, 'guest')
  await mkdir(dir)
  const sshd = await startSshd({ dir, authorizedKeys: [], authorizedKeysPath: user.file })
  try {
    const forward = { publicAddress: sshd.host, publicPort: sshd.port }
    await lab.cloud.addVirtualMachine({ name: 'lost-1', forward })
    await page.context().route('**/resource/noVNC/**', (route) => route.fulfill({ body: 'login:' }))
    await makeSealedVault(page)
    await addLabAccount(page, lab)
    await goTo(page, 'Instances')
    await page.getByRole('row', { name: /lost-1/ }).click()
    await pickMore(page, 'No key opens this…')

    const sheet = page.getByRole('dialog', { name: 'No key opens lost-1' })
    await sheet.getByLabel('Login user').fill(user.name)
    await sheet.getByRole('radio', { name: /console/ }).check()
    await look(page, 'recovery-choice')
    await sheet.getByRole('button', { name: 'Make the key pair and go on' }).click()

    const open = sheet.getByRole('button', { name: 'Open the console in the browser' })
    const [screen] = await Promise.all([page.waitForEvent('popup'), open.click()])
    await expect(screen.getByText('login:')).toBeVisible()
    const [token = 'none'] = lab.cloud.state.consoleTokens
    expect(new URL(screen.url()).searchParams.get('token')).toBe(token)
    expect(await screen.evaluate(() => [window.opener, document.referrer])).toEqual([null, ''])
    await screen.close()
    await expect(sheet).toContainText('lets in whoever has it, once, for 60 seconds')
    expect(await page.content()).not.toContain(token)
    const [again] = await Promise.all([
      page.waitForEvent('popup'),
      sheet.getByRole('button', { name: 'open it at 127.0.0.1' }).click(),
    ])
    expect(new URL(again.url()).searchParams.get('token')).toBe(token)
    await again.close()
    expect(await foundInFiles(new Map([['token', [Buffer.from(token)]]]), profileDir)).toEqual([])

    const box = sheet.locator('pre')
    await expect(box).toContainText(`~${user.name}`)
    // A person at the screen, who is root there.
    await runOk('sh', [], { input: await box.innerText() })
    await sheet.getByRole('button', { name: 'Prove the login' }).click()
    await trustHostKey(page, sshd.hostKeyFingerprints)
    await expect(sheet.getByRole('alert')).toContainText(`lost-1 recovery opens lost-1 as ${user.name}.`)
    await look(page, 'recovery-proven')
    await sheet.getByRole('button', { name: 'Connect' }).click()
    await promptShown(page)
    await goTo(page, 'Instances')
    await expect(page.getByRole('row', { name: /lost-1/ })).toContainText('proven')
  } finally {
    await sshd.stop()
    await user.remove()
  }
})
