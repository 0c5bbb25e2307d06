import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import { test as base, webOnly } from './latchkey.js'
import { chromiumArgs, WHOLE_CHROMIUM, webHost } from './launch.js'
import { fullRun } from './leak-run.js'
import { makeUserFiles, newTexts } from './leak-secrets.js'
import { needlesOf, privateNumbers, type Secrets } from './secret-forms.js'
import {
  found,
  foundInFiles,
  foundInRenderers,
  privateKeys,
  recordTraffic,
  stringsOfPage,
  watchProcesses,
} from './secret-traces.js'

/*
 * What is where, after a day with Latchkey and a lock at its end:
 *
 *   profile, log, temporary files, home, the browser's own folder, `ps`     no secret
 *   from host to window      the recovery code, once, when the kit is made
 *   from window to host      what the user types and pastes: passwords, passphrases, the account's secret, a pasted key
 *   host's memory            see test/integration/lock-memory.test.ts
 *   what the page's scripts reach (a heap snapshot over the devtools protocol)      no secret
 *   memory of the page's process, free or not    no private key but those that the user gave to the page himself
 *
 * Free memory of the page's process keeps what was typed for a while: neither a page nor its host can wipe it, and the
 * devtools protocol, through which this test types, makes copies of its own.
 */

webOnly('what crosses to the window is read from its WebSockets')

/** A browser and a host that keep their files below `workDir`. */
const test = base.extend<{ tempDir: string; browserDir: string }>({
  offersLab: false,
  tempDir: async ({ workDir }, use) => {
    await mkdir(join(workDir, 'tmp'))
    await use(join(workDir, 'tmp'))
  },
  browserDir: async ({ workDir }, use) => use(join(workDir, 'browser')),
  host: async ({ latchkeyArgs, homeDir, tempDir }, use) => {
    const host = webHost(latchkeyArgs, { HOME: homeDir, TMPDIR: tempDir }, true)
    await use(host)
    await host.stop()
  },
  page: async ({ host, browserDir, tempDir }, use) => {
    const context = await chromium.launchPersistentContext(join(browserDir, 'profile'), {
      executablePath: WHOLE_CHROMIUM,
      args: chromiumArgs(['--disable-3d-apis']),
      env: { ...process.env, HOME: browserDir, TMPDIR: tempDir } as Record<string, string>,
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await page.goto(await host.start())
    await use(page)
    await context.close()
  },
})

const PLANTED = 'planted'
/** Playwright keeps the field of the file that it has chosen in the window, and so the form around it. */
const HELD_BY_THE_TEST = 'passphrase of the backup'

test('after a whole day no secret is on disk, in a process, in the window or on its way there', async ({
  page,
  lab,
  workDir,
  homeDir,
  tempDir,
  browserDir,
  profileDir,
}) => {
  test.setTimeout(400_000)
  const texts = newTexts()
  const files = await makeUserFiles(workDir, homeDir, texts)
  const planted = await plant(texts.planted.mark, [homeDir, tempDir, browserDir])
  const traffic = recordTraffic(page)
  await page.reload()
  const processes = watchProcesses(() => [process.pid])
  const code = await fullRun(page, lab, homeDir, files, texts)
  processes.stop()
  planted.kill()
  await rm(files.scanned) // his own, where he keeps it

  const typed: Secrets = new Map([
    ...Object.entries(texts).map(([name, { mark }]): [string, string] => [name, mark]),
    ['secret key of the account', lab.secretKey],
    ['pasted key', await lineOf(files.plain)],
    ['chosen key', await lineOf(files.openssh)],
  ])
  const keys: Secrets = new Map()
  for (const [name, pkcs8] of await privateKeys(profileDir, texts['next password'].text))
    for (const [part, number] of privateNumbers(name, pkcs8)) keys.set(part, number)
  expect([...keys.keys()].sort()).toEqual(
    ['deploy', 'from OpenSSH', 'from PuTTY', 'pasted', 'rsa', 'scanned']
      .flatMap((name) => (name === 'rsa' ? ['d', 'p', 'q'] : ['d']).map((part) => `${part} of ${name}`))
      .sort(),
  )
  const withCode = new Map([['recovery code', code.slice('AGE-SECRET-KEY-1'.length)]])
  const all = needlesOf(new Map([...typed, ...keys, ...withCode]))

  for (const dir of [profileDir, homeDir, tempDir, browserDir])
    expect(await foundInFiles(all, dir), dir).toEqual([PLANTED])
  expect(found(all, [...processes.seen.values()]), 'in a process').toEqual([PLANTED])
  expect(found(all, traffic.toWindow), 'sent to the window').toEqual([PLANTED, 'recovery code'])
  const telling = traffic.toWindow.filter((text) => found(needlesOf(withCode), [text]).length > 0)
  expect(telling, 'the recovery code').toHaveLength(1)
  expect(found(all, traffic.toHost), 'sent by the window').toEqual([...typed.keys(), 'd of pasted'])
  const within = found(all, [await stringsOfPage(page)]).filter((name) => name !== HELD_BY_THE_TEST)
  expect(within, "within the page's reach").toEqual([PLANTED])
  const neverGiven = new Map([...keys].filter(([name]) => !GIVEN.test(name)))
  const publicMark = new Map([[PLANTED, texts.planted.mark]])
  const inPages = await foundInRenderers(needlesOf(new Map([...publicMark, ...neverGiven])))
  expect([...new Set(inPages.map((one) => one.split(',')[0]))], "in the page's process").toEqual([PLANTED])
})

/** Of the keys that were pasted or chosen in the page, which reads them to hand them over. */
const GIVEN = /^[dpq] of (pasted|from OpenSSH|from PuTTY)$/

/** What every search has to find: a file in each folder, and a process with it as argument and in its environment. */
async function plant(mark: string, folders: string[]) {
  for (const folder of folders) {
    await mkdir(join(folder, 'below'), { recursive: true })
    await writeFile(join(folder, 'below', 'file'), `some text ${Buffer.from(mark).toString('base64')}`)
  }
  return spawn('/bin/sh', ['-c', 'read line', mark], { stdio: ['pipe', 'ignore', 'ignore'] })
}

/** A line of its private half. */
async function lineOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).split('\n')[4] ?? ''
}
