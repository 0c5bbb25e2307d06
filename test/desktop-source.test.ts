import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { breachesOf, preferencesIn, REQUIRED_PREFERENCES } from './helpers/desktop-source.js'

/*
 * The source of the Electron host against Electron's security checklist
 * (https://www.electronjs.org/docs/latest/tutorial/security), read as a syntax tree: what is forbidden is found wherever it
 * stands, also where no test runs it.
 */
const root = join(import.meta.dirname, '..')
const folder = 'main/hosts/electron'
const files = [
  'main/electron.ts',
  'main/desktop-core.ts',
  'preload/preload.ts',
  'main/window/security-headers.ts',
  ...readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
]
const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('the Electron host', () => {
  it.each(files)('breaks no rule in %s', (file) => {
    expect(breachesOf(file, read(file))).toEqual([])
  })

  it('says every preference of a window that the checklist names', () => {
    expect(preferencesIn(read(`${folder}/security.ts`))).toEqual(REQUIRED_PREFERENCES)
  })

  it('does in its own order, and under no condition, what has to be done before a window opens', () => {
    const text = read('main/electron.ts')
    const places = [
      '\n  app.enableSandbox()',
      '\n  protocol.registerSchemesAsPrivileged([pageScheme])',
      '\n  const lock = () => app.requestSingleInstanceLock(',
      '\n  guardContents(app',
      '\n  await app.whenReady()',
      '\n  denyPermissions(session.defaultSession)',
      '\n  servePage(protocol',
      '\n  const windows = createWindows({',
      '\n  clearCopied = listenForCopiedSecrets(ipcMain',
      ' show()\n',
    ].map((call) => text.indexOf(call))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('hides the window that asks from pictures of the screen, and clears a copied secret at its end', () => {
    const text = read('main/electron.ts')
    expect(text).toMatch(
      /hideFromCapture: \(id, hidden\) => windows\.get\(id\)\?\.setContentProtection\(hidden\)/,
    )
    expect(text).toMatch(/atOnce\(\) \{\n {6}clearCopied\(\)\n/)
  })
})

describe('the rules find', () => {
  it.each([
    ['contextIsolation is true', 'const a = { contextIsolation: false }'],
    ['sandbox is true', 'const a = { sandbox: isLinux }'],
    ['webSecurity is true', 'const a = { webSecurity: !dev }'],
    ['nodeIntegration is false', 'const a = { nodeIntegration: true }'],
    ['webviewTag is false', 'const a = { webviewTag: true }'],
    ['the scheme has the rights of a page', 'const a = { bypassCSP: true }'],
    ['no feature of Blink is turned on', "const a = { enableBlinkFeatures: 'Mojo' }"],
    ['each window has the checked preferences', 'new BrowserWindow({ width: 1 })'],
    ['each window has the checked preferences', 'new BrowserWindow({ webPreferences: {} })'],
    ['one kind of window', 'new WebContentsView()'],
    ['the window loads our page alone', 'window.loadURL(process.env.URL)'],
    ['the window loads our page alone', "window.loadURL(pageOf(id) + '/../other')"],
    ['the window loads our page alone', 'window.loadURL(pageOf(id) || url)'],
    ['the window loads our page alone', "window.loadURL('https://elsewhere.example/')"],
    ['no file:// page', 'window.loadFile(path)'],
    ['only a checked address goes out', 'shell.openExternal(url)'],
    ['only a checked address goes out', 'shell.openExternal(event.url)'],
    ['no code is put into the page', 'contents.executeJavaScript(code)'],
    ['no code out of text', 'eval(code)'],
    ['no code out of text', 'new Function(code)'],
    ['no switch of Chromium is turned', "app.commandLine.appendSwitch('no-sandbox')"],
    ['certificates are Chromium’s matter', 'session.setCertificateVerifyProc(verify)'],
    ['calls go through one port', "ipcMain.handle('read-file', read)"],
    ['calls go through one port', "ipcRenderer.sendSync('read')"],
    ['the core alone is a process of its own', 'utilityProcess.fork(process.argv[2])'],
    [
      'the core alone is a process of its own',
      "utilityProcess.fork(modulePath, [], { serviceName: 'core', execArgv: ['--inspect'] })",
    ],
    ['nothing remote', "import remote from '@electron/remote'"],
    ['the host runs nothing', "import { exec } from 'node:child_process'"],
    ['the host runs nothing', "import { exec, spawn } from 'node:child_process'"],
    ['the host starts itself alone', "spawn(link, [...own, DEMO_ARGUMENT], { stdio: 'ignore' })"],
    ['the host starts itself alone', 'spawn(program, [...own, DEMO_ARGUMENT], { shell: true })'],
    ['Electron is imported by names', "import * as electron from 'electron'"],
    ['desktopCapturer of Electron is new here', "import { desktopCapturer } from 'electron'"],
    ['no address without protection', "const a = 'http://elsewhere.example/'"],
    ['no policy is loosened', `const a = "script-src 'self' 'unsafe-inline'"`],
    ['no policy is loosened', "const a = '--no-sandbox'"],
  ])('%s: %s', (rule, code) => {
    expect(breachesOf('a.ts', code).map((breach) => breach.rule)).toContain(rule)
  })
})
