import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type Browser, test as base, type Page } from '@playwright/test'
import { TOKEN_STORAGE_KEY } from '../../contract/wire.js'
import { type Lab, startLab } from '../lab/lab.js'
import { CHROMIUM, labAccount, launchChromium, type WebHost, WHOLE_CHROMIUM, webHost } from './launch.js'

/** What a spec gets: a lab cloud, and Latchkey freshly started on an empty profile beside it. */
export interface Fixtures {
  lab: Lab
  /** A folder of the test's own. */
  workDir: string
  /** Where Latchkey keeps its profile, in `workDir`. */
  profileDir: string
  /** The home folder of Latchkey's user, in `workDir`: its `.ssh` is looked through, and exports go there. */
  homeDir: string
  /** Where Latchkey makes temporary files, in `workDir`. */
  tmpDir: string
  latchkeyArgs: string[]
  /** The process behind the page. Only for specs that say `webOnly`. */
  host: WebHost
  page: Page
  /** Whether the vault's passwords cost what they cost users. */
  realPasswords: boolean
  /** Whether the form of an account can be filled in with the lab's, keys and all. */
  offersLab: boolean
  /** What the console may say because of what the test does to Latchkey. */
  expectedErrors: RegExp
}

interface WorkerFixtures {
  /** More arguments for Chromium. By default terminals are drawn with the DOM, where a test can read them. */
  chromiumArgs: string[]
  browserOfWorker: () => Promise<Browser>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromiumArgs: [['--disable-3d-apis'], { option: true, scope: 'worker' }],
  realPasswords: [false, { option: true }],
  offersLab: [true, { option: true }],
  expectedErrors: [/^(?!)/, { option: true }],
  browserOfWorker: [
    async ({ chromiumArgs }, use) => {
      let browser: Promise<Browser> | undefined
      await use(() => {
        browser ??= launchChromium(chromiumArgs)
        return browser
      })
      await (await browser)?.close()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  lab: async ({}, use, info) => {
    const reason = info.project.name === 'desktop' ? whyNoDesktop() : whyNoBrowser()
    info.skip(reason !== null, reason ?? '')
    const lab = await startLab({ settings: { coyPolls: [0, 1] } })
    await use(lab)
    await lab.stop()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  workDir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'))
    await use(dir)
    await rm(dir, { recursive: true, force: true })
  },
  profileDir: async ({ workDir }, use) => use(join(workDir, 'profile')),
  homeDir: async ({ workDir }, use) => {
    const dir = join(workDir, 'home')
    await mkdir(join(dir, '.ssh'), { recursive: true, mode: 0o700 })
    await use(dir)
  },
  tmpDir: async ({ workDir }, use) => {
    const dir = join(workDir, 'tmp')
    await mkdir(dir)
    await use(dir)
  },
  latchkeyArgs: async ({ lab, workDir, profileDir, offersLab }, use) => {
    const labFile = join(workDir, 'lab.json')
    await writeFile(labFile, JSON.stringify(labAccount(lab)), { mode: 0o600 })
    await use(['--profile', profileDir, ...(offersLab ? ['--lab-file', labFile] : [])])
  },
  host: async ({ latchkeyArgs, homeDir, tmpDir, realPasswords }, use) => {
    const host = webHost(latchkeyArgs, { HOME: homeDir, TMPDIR: tmpDir }, realPasswords)
    await use(host)
    await host.stop()
  },
  page: async ({ latchkeyArgs, homeDir, host, browserOfWorker, expectedErrors, locale }, use, info) => {
    const { page, close } =
      info.project.name === 'desktop'
        ? await openDesktop(latchkeyArgs, homeDir)
        : await openWeb(await browserOfWorker(), host, locale ?? 'en-US')
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await use(page)
    await close()
    const unexpected = errors.filter((error) => !expectedErrors.test(error))
    if (unexpected.length > 0) throw new Error(`The window reported errors:\n${unexpected.join('\n')}`)
  },
})

/** Skips the file's tests in the desktop project; `reason` says what of them exists in a browser only. */
export function webOnly(reason: string): void {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  test.beforeEach(({}, info) => info.skip(info.project.name === 'desktop', reason))
}

interface Opened {
  page: Page
  close(): Promise<void>
}

/** `locale`: what the browser's user speaks (BCP 47). */
async function openWeb(browser: Browser, host: WebHost, locale: string): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale,
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto(await host.start())
  // A page that is loaded anew before it has exchanged its ticket is none of this run any more.
  await page.waitForFunction((key) => sessionStorage.getItem(key) !== null, TOKEN_STORAGE_KEY)
  return { page, close: () => context.close() }
}

async function openDesktop(args: string[], home: string): Promise<Opened> {
  const env = { ...process.env, HOME: home } as Record<string, string>
  const app = await _electron.launch({ args: ['out/main/electron.js', ...args], env })
  // Closing asks while terminals are open: a test that ends there says yes.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBoxSync = () => 0
  })
  return { page: await app.firstWindow(), close: () => app.close() }
}

function whyNoBrowser(): string | null {
  const missing = [CHROMIUM, WHOLE_CHROMIUM].find((program) => !existsSync(program))
  return missing === undefined ? null : `${missing} is not installed`
}

function whyNoDesktop(): string | null {
  const folder = resolve(createRequire(import.meta.url).resolve('electron'), '..')
  const pathFile = join(folder, 'path.txt')
  const there = existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))
  return there ? null : "Electron's binary is not installed (npm start fetches it)"
}
