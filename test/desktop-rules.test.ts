import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { answer } from '../main/hosts/electron/page.js'
import {
  denyPermissions,
  guardContents,
  isPage,
  linkQuestion,
  outsideAddress,
  pageOf,
  webPreferences,
} from '../main/hosts/electron/security.js'
import packageJson from '../package.json' with { type: 'json' }
import { buildIfNeeded } from '../scripts/build-if-needed.js'

/*
 * The desktop window's rules, held against the built files and against Electron's events as its documentation describes
 * them: where Electron's binary can't be had, this stands in for a running window.
 */
type ElectronApp = Parameters<typeof guardContents>[0]
type Session = Parameters<typeof denyPermissions>[0]

const out = join(import.meta.dirname, '../out')
const read = (name: string) => readFileSync(join(out, name), 'utf8')
const builtMain = () =>
  ['main/electron.js', ...readdirSync(join(out, 'main/chunks')).map((name) => `main/chunks/${name}`)]
    .map(read)
    .join('\n')
/** Without what the build took out of packages; it names the file that each part comes from. */
const oursIn = (code: string) =>
  code
    .split(/^\/\/ (?=[\w@-]+\/.*\.\w+$)/m)
    .filter((part) => !part.startsWith('node_modules/'))
    .join('\n')

beforeAll(() => buildIfNeeded(), 120_000)

describe('the window', () => {
  it('isolates the page from Node and from the preload script', () => {
    expect(webPreferences('/preload.cjs', false)).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      devTools: false,
      backgroundThrottling: false,
    })
  })

  it('is built without a way round these', () => {
    const code = oursIn(builtMain())
    for (const rule of [
      'contextIsolation: true',
      'sandbox: true',
      'nodeIntegration: false',
      'webSecurity: true',
    ])
      expect(code).toContain(rule)
    expect(code).not.toMatch(
      /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false/,
    )
    expect(code).not.toMatch(/loadFile\(|file:\/\/|no-sandbox|remote-debugging|executeJavaScript/)
    expect(code).toContain('app.enableSandbox()')
    expect(code).toContain('requestSingleInstanceLock(')
  })

  it('is built from packages that are shipped', () => {
    const shipped = ['electron', ...Object.keys(packageJson.dependencies)]
    // In a quotation it is code that a package writes and that is never run here.
    const imports = /(?<!["'`])(?:from|import|require\()\s*"([\w@][\w@/.:-]*)"/g
    const imported = [...builtMain().matchAll(imports)].map(([, name]) => name ?? '')
    expect(imported).toContain('electron')
    expect(imported).toContain('@node-rs/argon2')
    const others = imported.filter(
      (name) => !isBuiltin(name) && !shipped.some((one) => `${name}/`.startsWith(`${one}/`)),
    )
    expect(others).toEqual([])
  })

  it.each([
    ['app://latchkey/', true],
    ['app://latchkey/#keys', true],
    ['app://latchkey/other', false],
    ['app://latchkey.evil.example/', false],
    ['app://evil/', false],
    ['https://latchkey/', false],
    ['file:///etc/passwd', false],
    ['about:blank', false],
    ['', false],
  ])('knows %s as its page: %s', (url, expected) => {
    expect(isPage(url)).toBe(expected)
  })

  it('has its page under an address that is that page’s, whatever a name holds', () => {
    const id = randomUUID()
    expect(pageOf(id)).toBe(`app://latchkey/#window=${id}`)
    for (const name of ['a#b', '/../other', 'x&window=y', '?', 'https://evil.example/', '\n']) {
      expect(isPage(pageOf(id, name)), name).toBe(true)
      const told = new URLSearchParams(new URL(pageOf(id, name)).hash.slice(1))
      expect([told.getAll('window'), told.getAll('move')]).toEqual([[id], [name]])
    }
  })

  it('stays on its page, opens no other window and takes no webview', () => {
    const app = new EventEmitter()
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() })
    const openLink = vi.fn()
    guardContents(app as unknown as ElectronApp, openLink)
    app.emit('web-contents-created', {}, contents)
    const isPrevented = (name: string, url: string) => {
      const event = { preventDefault: vi.fn(), url }
      contents.emit(name, event)
      return event.preventDefault.mock.calls.length > 0
    }
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])
      expect(isPrevented(name, 'https://evil.example/'), name).toBe(true)
    expect(isPrevented('will-navigate', 'app://latchkey/')).toBe(false)
    const [handler] = contents.setWindowOpenHandler.mock.calls[0] ?? []
    expect(handler({ url: 'https://example.org/' })).toEqual({ action: 'deny' })
    expect(openLink).toHaveBeenCalledWith('https://example.org/', contents)
  })

  it.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['https://exämple.org/', 'https://xn--exmple-cua.org/'],
    ['https://аpple.com/', 'https://xn--pple-43d.com/'],
    ['http://console.example/vnc.html?token=1', null],
    ['http://127.0.0.1.evil.example/', null],
    ['http://10.0.0.5/', null],
    ['http://localhost:8080/', 'http://localhost:8080/'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['https://ada@example.org/', null],
    ['https://github.com:x@evil.example/', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['smb://server/share', null],
    ['not an address', null],
  ])('leads out to %s as %s', (url, expected) => {
    expect(outsideAddress(url)).toBe(expected)
  })

  it('asks before it leads out, without showing what a query holds', () => {
    expect(linkQuestion('https://img.example/a/index.html?token=secret#b')).toEqual({
      message: 'Open img.example in your browser?',
      detail: 'https://img.example/a/index.html?…',
    })
  })

  it('is denied every permission but writing to the clipboard', () => {
    const session = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    }
    denyPermissions(session as unknown as Session)
    const request = session.setPermissionRequestHandler.mock.calls[0]?.[0]
    const check = session.setPermissionCheckHandler.mock.calls[0]?.[0]
    const asked = (permission: string, requestingUrl: string) => {
      const granted = vi.fn()
      request(null, permission, granted, { requestingUrl })
      return granted.mock.calls[0]?.[0]
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
    ]) {
      expect(asked(permission, 'app://latchkey/'), permission).toBe(false)
      expect(check(null, permission, 'app://latchkey'), permission).toBe(false)
    }
    expect(asked('clipboard-sanitized-write', 'app://latchkey/')).toBe(true)
    // Chromium writes an origin as an address, with a slash at its end.
    for (const origin of ['app://latchkey/', 'app://latchkey'])
      expect(check(null, 'clipboard-sanitized-write', origin), origin).toBe(true)
    for (const origin of ['app://latchkey.evil/', 'https://latchkey/', '', 'null'])
      expect(check(null, 'clipboard-sanitized-write', origin), origin).toBe(false)
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toBe(false)
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false)
  })
})

describe('the page', () => {
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', body: Buffer.from('<title>Latchkey</title>') }],
    ['/assets/a.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from('1') }],
  ])
  const get = (url: string, method = 'GET') => answer({ method, url }, files)

  it('is the build, under a policy that runs no other script', async () => {
    const page = get('app://latchkey/')
    expect(await page.text()).toBe('<title>Latchkey</title>')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('content-security-policy')?.split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'none'")
    expect(get('app://latchkey/assets/a.js').headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://latchkey/nothing',
    'app://latchkey/../package.json',
    'app://other/',
    'app://latchkey/assets/',
    'app://latchkey',
  ])('is nothing else: %s', (url) => {
    expect(get(url).status).toBe(404)
  })

  it('takes no POST', () => {
    expect(get('app://latchkey/', 'POST').status).toBe(404)
  })
})
