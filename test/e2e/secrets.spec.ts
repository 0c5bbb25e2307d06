import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import type { Lab } from '../lab/lab.js'
import { openImport, opensshKey } from './key-files.js'
import { test, webOnly } from './latchkey.js'
import {
  filesOf,
  found,
  foundInRenderers,
  privateHalves,
  processesOf,
  recordTraffic,
  stringsOfPage,
} from './secret-traces.js'
import {
  connectTo,
  createKey,
  enter,
  goTo,
  makeSealedVault,
  PASSWORD,
  terminalText,
  trustHostKey,
} from './steps.js'

webOnly('what crosses to the window is read from its WebSockets')

test.use({ offersLab: false })

const PASSPHRASE = 'a passphrase for one key'

async function addAccountByHand(page: Page, lab: Lab): Promise<void> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const form = page.getByRole('dialog', { name: 'Add an account' })
  await form.getByLabel('Name').fill('Lab')
  await form.getByLabel('Endpoint').fill(lab.endpoint)
  await form.getByLabel('API key').fill(lab.apiKey)
  await form.getByLabel('Secret key').fill(lab.secretKey)
  await form.getByRole('button', { name: 'Save account' }).click()
  await expect(form).toBeHidden()
}

async function importKey(page: Page, path: string): Promise<void> {
  const sheet = await openImport(page)
  await sheet.locator('input[type=file]').setInputFiles(path)
  await sheet.getByLabel('Passphrase').fill(PASSPHRASE)
  await sheet.getByLabel('Name').fill('work')
  await sheet.getByRole('button', { name: 'Import key' }).click()
  await expect(sheet).toBeHidden()
}

async function bindDeploy(page: Page, lab: Lab): Promise<void> {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Bind a key to web-1' }).click()
  const plan = page.getByRole('dialog', { name: 'Bind a key to web-1' })
  await plan.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: /^deploy / }).click()
  await plan.getByRole('button', { name: 'Stop and bind' }).click()
  await trustHostKey(page, lab.instance('web-1').hostKeyFingerprints)
  const progress = page.getByRole('dialog', { name: 'Bind deploy to web-1' })
  await expect(progress).toContainText('deploy opens web-1 as', { timeout: 60_000 })
  await progress.getByRole('button', { name: 'Close' }).last().click()
}

test('after the whole job no secret is on disk, in a process or in the window', async ({
  page,
  lab,
  host,
  workDir,
  profileDir,
}) => {
  await expect(page.getByRole('radio', { name: /Sealed file/ })).toBeVisible()
  const traffic = recordTraffic(page)
  await page.reload()
  const file = await opensshKey(workDir, 'id_work', PASSPHRASE)
  await makeSealedVault(page)
  await importKey(page, file.path)
  await createKey(page, 'deploy')
  await addAccountByHand(page, lab)
  await bindDeploy(page, lab)
  await connectTo(page, 'web-1')
  await enter(page, 'echo "typed $((40+2))"')
  await expect.poll(() => terminalText(page)).toMatch(/^typed 42$/m)
  const processes = await processesOf(host.pid())
  await page.getByRole('button', { name: 'Lock' }).click()
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()

  const secrets = new Map([
    ...(await privateHalves(profileDir)),
    ['body of the imported file', Buffer.from(file.privateText.split('\n')[3] ?? '')],
    ['passphrase', Buffer.from(PASSPHRASE)],
    ['vault password', Buffer.from(PASSWORD)],
    ['secret key of the account', Buffer.from(lab.secretKey)],
  ])
  expect([...secrets.keys()].slice(0, 2)).toEqual(['private key of work', 'private key of deploy'])
  expect(found(secrets, await filesOf(profileDir)), 'in the profile').toEqual([])
  expect(found(secrets, processes), 'in /proc').toEqual([])
  expect(found(secrets, traffic.toWindow), 'sent to the window').toEqual([])
  // What the user gave away in forms is found where it went: so the search does find secrets.
  expect(found(secrets, traffic.toHost), 'sent by the window').toEqual([
    'body of the imported file',
    'passphrase',
    'vault password',
    'secret key of the account',
  ])
  const toWindow = traffic.toWindow.join()
  expect(toWindow).toContain('typed 42')
  expect(toWindow).toContain(file.publicText.split(' ')[1])
})

const EXPORT_PASSPHRASE = 'only for files 4711'

/** From the open details of the key pair to the written file. */
async function exportAs(page: Page, format: string | RegExp, fileName: string, plain = false): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('radio', { name: format }).check()
  if (plain) {
    await sheet.getByRole('checkbox', { name: 'Without a passphrase' }).check()
    await sheet.getByLabel('Name of the key pair').fill('deploy')
  } else {
    await sheet.getByLabel('Passphrase of the file').focus()
    await page.keyboard.type(EXPORT_PASSPHRASE)
    await sheet.getByLabel('The same passphrase again').focus()
    await page.keyboard.type(EXPORT_PASSPHRASE)
  }
  await sheet.getByLabel('File name').fill(fileName)
  await sheet.getByRole('button', { name: /^Export/ }).click()
  await expect(sheet).toContainText('The private key was written.')
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toBeHidden()
}

test('an exported private key is in its file alone, which only its owner reads', async ({
  page,
  host,
  homeDir,
  profileDir,
}) => {
  test.slow() // two looks at all that the page holds
  await expect(page.getByRole('radio', { name: /Sealed file/ })).toBeVisible()
  const traffic = recordTraffic(page)
  await page.reload()
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await exportAs(page, 'OpenSSH', 'in-openssh')
  await exportAs(page, 'PKCS#8', 'in-pkcs8')
  await exportAs(page, /version 3/, 'in-ppk')
  await exportAs(page, 'OpenSSH', 'in-plain', true)

  const path = (name: string) => join(homeDir, '.ssh', name)
  const text = (name: string) => readFile(path(name), 'latin1')
  const names = ['in-openssh', 'in-pkcs8', 'in-ppk', 'in-plain']
  for (const name of names) expect((await stat(path(name))).mode & 0o777, name).toBe(0o600)
  await runOk('ssh-keygen', ['-y', '-P', EXPORT_PASSPHRASE, '-f', path('in-openssh')])

  const halves = new Map(await privateHalves(profileDir))
  const passphrase = new Map([['passphrase', Buffer.from(EXPORT_PASSPHRASE)]])
  const bodies = new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, Buffer]> => [name, Buffer.from(middleLine(await text(name)))]),
    ),
  )
  const all = new Map([...halves, ...passphrase, ...bodies])
  const joined = async (name: string) => (await text(name)).replaceAll('\n', '')
  expect(found(halves, [await joined('in-plain')]), 'the search finds the key').toHaveLength(1)
  for (const name of names.slice(0, 3)) expect(found(all, [await joined(name)]), name).toEqual([name])

  expect(found(all, await filesOf(profileDir)), 'in the profile').toEqual([])
  expect(found(all, await processesOf(host.pid())), 'in /proc').toEqual([])
  expect(found(all, traffic.toWindow), 'sent to the window').toEqual([])
  expect(found(all, traffic.toHost), 'sent by the window').toEqual(['passphrase'])
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('dialog').getByLabel('Passphrase of the file').focus()
  await page.keyboard.type(EXPORT_PASSPHRASE)
  expect(found(all, [await stringsOfPage(page)]), 'the search finds what is typed').toEqual(['passphrase'])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // React keeps what it drew last until it draws the next.
  await page.getByRole('row', { name: /deploy/ }).click()
  await goTo(page, 'Accounts')
  await goTo(page, 'Keys')
  expect(found(all, [await page.content(), await stringsOfPage(page)]), 'held by the page').toEqual([])
  const shown = await page.getByRole('complementary').textContent()
  const publicHalf = /ssh-ed25519 ([A-Za-z0-9+/]+)/.exec(shown ?? '')?.[1] ?? ''
  expect(publicHalf).not.toBe('')
  const inPages = await foundInRenderers(
    new Map([...halves, ...bodies, ['public half', Buffer.from(publicHalf, 'base64')]]),
  )
  expect(new Set(inPages.map((one) => one.split(',')[0])), "in the page's process").toEqual(
    new Set(['public half']),
  )
})

/** A line of the private half, of any of the formats. */
function middleLine(text: string): string {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => line.startsWith('Private-Lines'))
  return (start < 0 ? lines[text.includes('OPENSSH') ? 4 : 3] : lines[start + 1]) ?? ''
}
