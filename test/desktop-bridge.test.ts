import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type DesktopBridge,
  HIDE_FROM_CAPTURE,
  OPEN_LINK,
  OPEN_PORT,
  OPEN_WINDOW,
  PASTE,
  type PortMessage,
  SECRET_COPIED,
  SYSTEM_WISH,
} from '../contract/desktop-bridge.js'
import { wireOf } from '../main/hosts/electron/carriers.js'
import { listenForPorts, type PortOptions } from '../main/hosts/electron/ports.js'
import { listenForWishes } from '../main/hosts/electron/wishes.js'
import { createRpcServer } from '../main/rpc/server.js'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { createFakeApp } from './helpers/fake-app.js'
import { testLog } from './helpers/memory-profile.js'
import { asElectronPort, type Client } from './helpers/transports.js'

/*
 * What passes between the desktop's page and its host, with the built preload script and stand-ins for Electron's ends,
 * which follow its documentation.
 */
type IpcMain = Parameters<typeof listenForPorts>[0]
type WebFrameMain = NonNullable<Parameters<PortOptions['windowOf']>[0]>

const preload = join(import.meta.dirname, '../out/preload')

beforeAll(() => buildIfNeeded(), 120_000)

describe('the preload script', () => {
  it('is one CommonJS file that requires nothing but electron', () => {
    expect(readdirSync(preload)).toEqual(['preload.cjs'])
    const code = builtPreload()
    expect([...code.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])
    expect(code).not.toMatch(/^(import|export) /m)
  })

  it('gives the page ports, the paths of dropped files, pasting and links, and nothing of Electron', () => {
    const { exposed, bridge } = loadPreload()
    expect(exposed).toEqual(['latchkey'])
    expect(Object.keys(bridge).sort()).toEqual([
      'hideFromCapture',
      'openLink',
      'openRpc',
      'openTerminal',
      'openWindow',
      'paste',
      'pathOf',
      'secretCopied',
    ])
    expect(bridge.pathOf({ name: 'id_ed25519' })).toBe('/home/ada/id_ed25519')
  })

  it('joins the page to the core: a call goes through and comes back', async () => {
    const { bridge, toHost, toPage } = loadPreload()
    const app = createFakeApp({ latencyMs: 0 })
    bridge.openRpc()
    expect(toHost.message).toEqual({ latchkey: 'rpc' })
    expect(toPage.message).toEqual({ latchkey: 'rpc' })
    createRpcServer(app, testLog()).serve(wireOf(asElectronPort(toHost.port())))
    const client: Client = createORPCClient(new RPCLink({ port: toPage.port() as unknown as MessagePort }))
    expect(await client.accounts.list()).toEqual(await app.accounts.list(undefined, {}))
    toPage.port().close()
  })

  it('hands over nothing of what it was asked but the session', () => {
    const { bridge, toHost } = loadPreload()
    bridge.openTerminal({ toString: () => 's1' } as unknown as string)
    expect(toHost.message).toEqual({ latchkey: 'terminal', sessionId: 's1' })
    toHost.port().close()
  })

  it('pastes, opens links and windows only where the user has just done something', () => {
    const { bridge, wishes, userActivation } = loadPreload()
    const all = () => {
      bridge.paste()
      bridge.openLink('https://example.org/')
      bridge.openWindow('a name')
    }
    all()
    expect(wishes).toEqual([])
    userActivation.isActive = true
    all()
    expect(wishes).toEqual([[PASTE], [OPEN_LINK, 'https://example.org/'], [OPEN_WINDOW, 'a name']])
  })

  it('hides the window, and tells of a copied secret, whoever asks: neither shows nor opens anything', () => {
    const { bridge, wishes } = loadPreload()
    bridge.hideFromCapture(true)
    bridge.secretCopied('QX7R')
    expect(wishes).toEqual([
      [HIDE_FROM_CAPTURE, true],
      [SECRET_COPIED, 'QX7R'],
    ])
  })
})

describe('what the host asks of the page', () => {
  it('comes as a window message, and nothing of Electron’s event with it', () => {
    const { fromHost, posted } = loadPreload()
    fromHost.emit(SYSTEM_WISH, { sender: 'Electron’s own' }, { wish: 'settings' })
    expect(posted).toEqual([{ latchkey: 'wish', wish: { wish: 'settings' } }])
  })
})

describe('the host’s ear for ports', () => {
  const page = { url: 'app://latchkey/' } as WebFrameMain
  const hear = (message: unknown, options: { frame?: WebFrameMain | null; ports?: number } = {}) => {
    const ipcMain = new EventEmitter()
    const heard = { pass: vi.fn(), log: testLog() }
    listenForPorts(ipcMain as unknown as IpcMain, {
      ...heard,
      windowOf: (frame) => (frame === page ? 'w1' : null),
    })
    const ports = Array.from({ length: options.ports ?? 1 }, () => ({
      on: vi.fn(),
      start: vi.fn(),
      close: vi.fn(),
    }))
    ipcMain.emit(
      OPEN_PORT,
      { ports, senderFrame: options.frame === undefined ? page : options.frame },
      message,
    )
    return { ...heard, closed: ports.every(({ close }) => close.mock.calls.length === 1) }
  }

  it('takes the page’s ports to the core', () => {
    const port = expect.objectContaining({ close: expect.anything() })
    for (const message of [{ latchkey: 'rpc' }, { latchkey: 'terminal', sessionId: 's1' }])
      expect(hear(message).pass.mock.calls).toEqual([[{ ...message, window: 'w1' }, port]])
  })

  it.each([
    ['of another frame', { latchkey: 'rpc' }, { frame: { url: 'app://latchkey/' } as WebFrameMain }],
    ['of a frame that is gone', { latchkey: 'rpc' }, { frame: null }],
    ['of an unknown kind', { latchkey: 'other' }, {}],
    ['of no session', { latchkey: 'terminal' }, {}],
    ['of a long name', { latchkey: 'terminal', sessionId: 'x'.repeat(201) }, {}],
    ['without a message', undefined, {}],
    ['in pairs', { latchkey: 'rpc' }, { ports: 2 }],
  ])('closes ports %s', (_name, message, options) => {
    const { pass, closed, log } = hear(message, options)
    expect(closed).toBe(true)
    expect(pass).not.toHaveBeenCalled()
    expect(log.lines).toMatchObject([{ event: 'desktop.port-refused' }])
  })
})

describe('the host’s ear for what the page may not do itself', () => {
  const page = { url: 'app://latchkey/' } as WebFrameMain
  const hear = (channel: string, senderFrame: WebFrameMain | null, ...message: unknown[]) => {
    const ipcMain = new EventEmitter()
    const sender = { paste: vi.fn() }
    const openOutside = vi.fn(async () => undefined)
    const log = testLog()
    const hideFromCapture = vi.fn()
    const openWindow = vi.fn()
    const windowOf = (frame: WebFrameMain | null) => (frame === page ? 'w1' : null)
    const options = { windowOf, openOutside, hideFromCapture, openWindow, log }
    listenForWishes(ipcMain as unknown as IpcMain, options)
    ipcMain.emit(channel, { sender, senderFrame }, ...message)
    return { paste: sender.paste, openOutside, hideFromCapture, openWindow, log }
  }

  it('pastes into our page alone', () => {
    expect(hear(PASTE, page).paste).toHaveBeenCalledOnce()
    for (const frame of [null, { url: 'app://latchkey/' } as WebFrameMain]) {
      const { paste, log } = hear(PASTE, frame)
      expect(paste).not.toHaveBeenCalled()
      expect(log.lines).toMatchObject([{ event: 'desktop.paste-refused' }])
    }
  })

  it('opens what our page has asked about without a second question, if it is of the web', () => {
    expect(hear(OPEN_LINK, page, 'https://example.org/a').openOutside).toHaveBeenCalledWith(
      'https://example.org/a',
    )
    for (const url of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://ada@evil.example/',
      'http://evil.example/',
      7,
      undefined,
    ])
      expect(hear(OPEN_LINK, page, url).openOutside, String(url)).not.toHaveBeenCalled()
    const { openOutside, log } = hear(OPEN_LINK, null, 'https://example.org/a')
    expect(openOutside).not.toHaveBeenCalled()
    expect(log.lines).toMatchObject([{ event: 'desktop.link-refused' }])
  })

  it('hides our page from pictures of the screen, and no other frame decides about that', () => {
    expect(hear(HIDE_FROM_CAPTURE, page, true).hideFromCapture).toHaveBeenCalledWith('w1', true)
    expect(hear(HIDE_FROM_CAPTURE, page, false).hideFromCapture).toHaveBeenCalledWith('w1', false)
    const { hideFromCapture, log } = hear(HIDE_FROM_CAPTURE, null, false)
    expect(hideFromCapture).not.toHaveBeenCalled()
    expect(log.lines).toMatchObject([{ event: 'desktop.hiding-refused' }])
  })
})

describe('a window that a page asks for', () => {
  const page = { url: 'app://latchkey/' } as WebFrameMain
  const hear = (senderFrame: WebFrameMain | null, ...message: unknown[]) => {
    const ipcMain = new EventEmitter()
    const openWindow = vi.fn()
    const nothing = () => undefined
    listenForWishes(ipcMain as unknown as IpcMain, {
      windowOf: (frame) => (frame === page ? 'w1' : null),
      ...{ openWindow, openOutside: async () => undefined, hideFromCapture: nothing, log: testLog() },
    })
    ipcMain.emit(OPEN_WINDOW, { sender: {}, senderFrame }, ...message)
    return openWindow.mock.calls
  }

  it('is for a pane with a name of that form, and nothing else is taken of what it says', () => {
    const name = randomUUID()
    expect(hear(page, name, { url: 'https://evil.example/', webPreferences: {} })).toEqual([[name]])
    for (const move of [
      undefined,
      null,
      7,
      '',
      'https://evil.example/',
      `${name}&window=x`,
      { name },
      [name],
    ])
      expect(hear(page, move), JSON.stringify(move)).toEqual([])
  })

  it.each([null, { url: 'app://latchkey/' }])('is not opened for the frame %j', (frame) => {
    expect(hear(frame as WebFrameMain | null, randomUUID())).toEqual([])
  })
})

const builtPreload = () => readFileSync(join(preload, 'preload.cjs'), 'utf8')

interface Sent {
  message?: PortMessage
  port(): NodePort
}

/** Runs the built script with stand-ins for what Electron's sandbox gives it. */
function loadPreload() {
  const exposed: string[] = []
  let bridge: DesktopBridge | undefined
  const sent = () => {
    const ports: NodePort[] = []
    const to: Sent = {
      port() {
        if (ports[0] === undefined) throw new Error('No port was sent')
        return ports[0]
      },
    }
    const take = (message: PortMessage, transfer: NodePort[]) => {
      to.message = message
      ports.push(...transfer)
    }
    return { to, take }
  }
  const wishes: unknown[][] = []
  const posted: unknown[] = []
  const fromHost = new EventEmitter()
  const userActivation = { isActive: false }
  const host = sent()
  const page = sent()
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: DesktopBridge) {
        exposed.push(name)
        bridge = api
      },
    },
    ipcRenderer: {
      postMessage(channel: string, message: PortMessage, transfer: NodePort[]) {
        expect(channel).toBe(OPEN_PORT)
        host.take(message, transfer)
      },
      send: (...wish: unknown[]) => void wishes.push(wish),
      on: (channel: string, listener: (event: unknown, message: unknown) => void) =>
        void fromHost.on(channel, listener),
    },
    webUtils: { getPathForFile: ({ name }: { name: string }) => `/home/ada/${name}` },
  }
  const window = {
    postMessage(message: PortMessage, origin: string, transfer?: NodePort[]) {
      expect(origin).toBe('app://latchkey')
      if (transfer === undefined) posted.push(message)
      else page.take(message, transfer)
    },
  }
  const given = ['require', 'window', 'location', 'MessageChannel', 'navigator']
  const run = new Function(...given, builtPreload())
  run(() => electron, window, { origin: 'app://latchkey' }, MessageChannel, { userActivation })
  if (bridge === undefined) throw new Error('The preload script exposed nothing')
  return { exposed, bridge, wishes, posted, fromHost, userActivation, toHost: host.to, toPage: page.to }
}
