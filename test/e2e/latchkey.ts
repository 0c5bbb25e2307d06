import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base, type Page } from '@playwright/test'
import { type Lab, startLab } from '../lab/lab.js'
import { CHROMIUM, labAccount, launchChromium, startWebHost, stopProcess } from './launch.js'

/** What a spec gets: a lab cloud, and Latchkey freshly started on an empty profile beside it. */
export interface Fixtures {
  lab: Lab
  profileDir: string
  page: Page
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  lab: async ({}, use, info) => {
    const reason = info.project.name === 'desktop' ? whyNoDesktop() : whyNoBrowser()
    info.skip(reason !== null, reason ?? '')
    const lab = await startLab()
    await use(lab)
    await lab.stop()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  profileDir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'))
    await use(dir)
    await rm(dir, { recursive: true, force: true })
  },
  page: async ({ lab, profileDir }, use, info) => {
    const labFile = join(profileDir, 'lab.json')
    await writeFile(labFile, JSON.stringify(labAccount(lab)), { mode: 0o600 })
    const args = ['--profile', join(profileDir, 'profile'), '--lab-file', labFile]
    const open = info.project.name === 'desktop' ? openDesktop : openWeb
    const { page, close } = await open(args)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await use(page)
    await close()
    if (errors.length > 0) throw new Error(`The window reported errors:\n${errors.join('\n')}`)
  },
})

interface Opened {
  page: Page
  close(): Promise<void>
}

async function openWeb(args: string[]): Promise<Opened> {
  const { url, child } = await startWebHost(args)
  const browser = await launchChromium(['--disable-3d-apis'])
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto(url)
  return {
    page,
    async close() {
      await browser.close()
      await stopProcess(child)
    },
  }
}

async function openDesktop(args: string[]): Promise<Opened> {
  const app = await _electron.launch({ args: ['out/main/electron.js', ...args] })
  // Closing asks while terminals are open: a test that ends there says yes.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBoxSync = () => 0
  })
  return { page: await app.firstWindow(), close: () => app.close() }
}

function whyNoBrowser(): string | null {
  return existsSync(CHROMIUM) ? null : `${CHROMIUM} is not installed`
}

function whyNoDesktop(): string | null {
  const folder = resolve(createRequire(import.meta.url).resolve('electron'), '..')
  const pathFile = join(folder, 'path.txt')
  const there = existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))
  return there ? null : "Electron's binary is not installed (npm start fetches it)"
}
