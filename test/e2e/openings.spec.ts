import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { instanceLink } from '../../contract/openings.js'
import { TOKEN_STORAGE_KEY } from '../../contract/wire.js'
import { runOk } from '../helpers/processes.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { cells } from './grid.js'
import { opensshKey } from './key-files.js'
import { test as base, webOnly } from './latchkey.js'
import { webHost } from './launch.js'
import { look } from './look.js'
import { readProfile } from './profile.js'
import { goTo, makeSealedVault, pickMore, promptShown, trustHostKey, unlock } from './steps.js'

webOnly('the desktop app is handed things by its system; what the window does with them is the same')

interface Handed {
  /** A server that takes the key of `deploy.ppk` alone. */
  sshd: Sshd
}

/** Latchkey is started with a key file of PuTTY's and links, as a system hands them over. */
const test = base.extend<Handed>({
  sshd: async ({ workDir }, use) => {
    const key = await opensshKey(workDir, 'deploy', '')
    await runOk('puttygen', [key.path, '-O', 'private', '-o', `${key.path}.ppk`])
    await rename(key.path, `${key.path}.gone`)
    const sshd = await startSshd({ dir: workDir, authorizedKeys: [key.publicText.trim()] })
    await use(sshd)
    await sshd.stop()
  },
  latchkeyArgs: async ({ latchkeyArgs, workDir, sshd: { user, host, port } }, use) =>
    use([
      ...latchkeyArgs,
      join(workDir, 'deploy.ppk'),
      `ssh://${user}:geheim4711@${host}:${port}`,
      instanceLink('5a1e/web-1'),
      'latchkey://settings?lock=never',
    ]),
})

const focused = (page: Page, button: string) =>
  expect(page.getByRole('button', { name: button, exact: true }).last()).toBeFocused()

/** Longer than a line of the dialog. */
const NAME = 'attic of the old house behind the second yard'

const topOf = async (shown: Locator) => (await shown.boundingBox())?.y

const connections = (sshd: Sshd) => sshd.log().split('Connection from').length

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('what the system hands over waits for the vault and the user: a key file, ssh links to what is not known and what is, links to instances', async ({
  page,
  host,
  sshd,
  profileDir,
  homeDir,
}) => {
  const before = connections(sshd)
  await makeSealedVault(page)

  await test.step('a key file is previewed, read by the host alone, and stored by a click', async () => {
    const sheet = page.getByRole('dialog')
    await expect(sheet).toContainText('PuTTY')
    expect((await readProfile(profileDir)).keys).toEqual([])
    await sheet.getByRole('button', { name: 'Import key' }).click()
  })

  const asked = page.getByRole('dialog')
  await test.step('an ssh link to an unknown host leads to the form, and saves nothing itself', async () => {
    await expect(asked).toHaveAccessibleName(`Add ${sshd.host} as a host?`)
    await expect(asked).toContainText(`User${sshd.user}Host${sshd.host}Port${sshd.port}`)
    await expect(asked).toContainText('password in it, which was thrown away')
    expect(await page.content()).not.toContain('geheim4711')
    await focused(page, 'Cancel')
    await look(page, 'opening-unknown')
    await asked.getByRole('button', { name: 'Add as a host…' }).click()
  })

  await test.step('the form has what the link said', async () => {
    await expect(asked).toHaveAccessibleName('Add host')
    await expect(asked.getByLabel('Address')).toHaveValue(sshd.host)
    await expect(asked.getByLabel('Port')).toHaveValue(String(sshd.port))
    await expect(asked.getByLabel('Login user')).toHaveValue(sshd.user)
    await asked.getByLabel('Name', { exact: true }).fill(NAME)
    await asked.getByRole('combobox', { name: 'Key pair that opens it already' }).click()
    await page.getByRole('option', { name: /deploy/ }).click()
    await asked.getByRole('button', { name: 'Add host' }).click()
  })

  await test.step('the next links wait for their turn: one of an instance that is not here, one that wants something else', async () => {
    await expect(asked).toHaveAccessibleName('The instance of this link is not here')
    await focused(page, 'Close') // the keyboard gets there after the dialog is shown
    await page.keyboard.press('Enter')
    await expect(asked).toHaveAccessibleName('This link can not be opened')
    await expect(asked).toContainText('Latchkey knows no link that says “//settings?lock=never”')
    await look(page, 'opening-refused')
    await focused(page, 'Close')
    await page.keyboard.press('Enter')
  })

  await pickMore(page, 'Copy link')
  await expect(page.getByRole('status').filter({ hasText: /^Copied/ })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(/^latchkey:\/\/instance\/hosts\/[\w-]+$/)

  await test.step('a clipboard that refuses: the text is there to be copied by hand', async () => {
    await page.evaluate(async () => {
      await navigator.clipboard.writeText('before')
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'))
    })
    await pickMore(page, 'Copy link')
    const byHand = page.getByRole('dialog', { name: 'Nothing was copied' })
    const text = byHand.getByRole('textbox')
    await expect(text).toBeFocused()
    await expect(text).toHaveValue(copied)
    await look(page, 'copy-by-hand')
    await page.keyboard.press('ControlOrMeta+c')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(copied)
    await page.keyboard.press('Escape')
    await expect(byHand).toBeHidden()
  })

  const again = webHost(['--profile', profileDir, copied, `ssh://${sshd.host.toUpperCase()}:${sshd.port}/`], {
    HOME: homeDir,
  })
  try {
    await page.goto('about:blank')
    await host.stop()
    await page.goto(await again.start())
    await page.waitForFunction((key) => sessionStorage.getItem(key) !== null, TOKEN_STORAGE_KEY)
    await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
    await expect(asked).toBeHidden()
    await unlock(page)

    await test.step('the link of an instance shows it, and connects to nothing', async () => {
      await expect(asked).toHaveAccessibleName(`Show ${NAME}?`)
      await focused(page, 'Cancel')
      await asked.getByRole('button', { name: 'Show instance' }).click()
      await expect(page.getByLabel(`Details of ${NAME}`)).toBeVisible()
    })

    await test.step('an ssh link to a known host connects with its key, by a click', async () => {
      await expect(asked).toHaveAccessibleName(`Connect to ${NAME}?`)
      await expect(asked).toContainText(`User${sshd.user} (the link names none)Host${sshd.host}`)
      await expect(asked).toContainText(`Known as${NAME} (Own hosts)Keydeploy`)
      await focused(page, 'Cancel')
      await look(page, 'opening-known')
      const label = asked.getByText('Known as', { exact: true })
      expect(await topOf(asked.getByText(NAME).last())).toBeLessThan(((await topOf(label)) ?? 0) + 8)
      expect(connections(sshd)).toBe(before)
      await asked.getByRole('button', { name: 'Connect', exact: true }).click()
      await trustHostKey(page, sshd.hostKeyFingerprints)
      await promptShown(page)
    })
    await goTo(page, 'Instances')
    const grid = page.getByRole('grid', { name: 'Instances' })
    await expect.poll(async () => (await cells(grid, new RegExp(NAME))).Key).toContain('proven')
  } finally {
    await again.stop()
  }
})
