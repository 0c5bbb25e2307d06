import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { descendants } from '../helpers/processes.js'
import type { Lab } from '../lab/lab.js'
import { openImport, opensshKey } from './key-files.js'
import { test, webOnly } from './latchkey.js'
import { readProfile } from './profile.js'
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

/** What crossed between window and host, as text; bytes of frames as Latin-1. */
interface Traffic {
  toWindow: string[]
  toHost: string[]
}

/** Listens to every WebSocket that the page opens from its next load on. */
function recordTraffic(page: Page): Traffic {
  const traffic: Traffic = { toWindow: [], toHost: [] }
  const text = (payload: string | Buffer) => payload.toString('latin1')
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => traffic.toWindow.push(text(payload)))
    socket.on('framesent', ({ payload }) => traffic.toHost.push(text(payload)))
  })
  return traffic
}

/** A secret as it could turn up: plain, as base64 in either alphabet at each of the three offsets, as hex. */
function forms(secret: Buffer): string[] {
  const shifted = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64')
    // The characters at both ends depend on what stands beside the secret.
    const own = text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + secret.length) * 4) / 3))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const hex = secret.toString('hex')
  return [secret.toString('latin1'), ...shifted, hex, hex.toUpperCase()]
}

const found = (secrets: Map<string, Buffer>, texts: string[]) =>
  [...secrets].flatMap(([name, secret]) =>
    forms(secret).some((form) => texts.some((text) => text.includes(form))) ? [name] : [],
  )

/** Every file below a folder, as Latin-1. */
async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
}

/** Command line and environment of a process and all that it has started. */
async function processesOf(pid: number): Promise<string[]> {
  const files = [pid, ...descendants(pid)].flatMap((one) => [`/proc/${one}/cmdline`, `/proc/${one}/environ`])
  return Promise.all(files.map((file) => readFile(file, 'latin1')))
}

/** The private halves in the vault: of PKCS#8 the last 32 bytes, which are all there is of an Ed25519 key. */
async function privateHalves(profileDir: string): Promise<[string, Buffer][]> {
  const store = await sealedFile(profileDir).open(Buffer.from(PASSWORD))
  const { keys } = await readProfile(profileDir)
  const halves = keys.map(async ({ id, name }): Promise<[string, Buffer]> => {
    const secret = await store.get(`key/${id}`)
    if (secret === null) throw new Error(`The vault has no private key of ${name}.`)
    return [`private key of ${name}`, Buffer.from(secret.slice(-32))]
  })
  return Promise.all(halves).finally(() => store.close())
}

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
