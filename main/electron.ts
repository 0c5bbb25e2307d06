import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  powerMonitor,
  protocol,
  session,
  shell,
  type WebFrameMain,
} from 'electron'
import { createApp } from './core/app.js'
import { problemOf } from './core/lib/problem.js'
import type { Log } from './core/ports.js'
import type { App } from './core/services.js'
import { endAll } from './end-all.js'
import { setMenu } from './hosts/electron/menu.js'
import { pageScheme, servePage } from './hosts/electron/page.js'
import { listenForPorts } from './hosts/electron/ports.js'
import { denyPermissions, guardContents, isPage, PAGE } from './hosts/electron/security.js'
import { systemEvents } from './hosts/electron/system-events.js'
import { readUserFile } from './hosts/electron/user-file.js'
import { askBeforeClosing, createWindow, focusWindow, openLink } from './hosts/electron/window.js'
import { listenForWishes } from './hosts/electron/wishes.js'
import { readLabFile } from './lab-file.js'
import { type NodePorts, openPorts } from './platform/node-ports.js'
import { profileDirectory } from './platform/paths.js'
import { createRpcServer } from './rpc/server.js'
import { stderrLog } from './stderr-log.js'
import { loadWindowFiles } from './window/files.js'

/** Composition root of the desktop app. */
const args = process.argv.slice(app.isPackaged ? 1 : 2)
const profileDir = profileDirectory(args, process.env)
const outDir = join(import.meta.dirname, '..')
const devTools = !app.isPackaged
let window: BrowserWindow | null = null

start().catch(giveUp)

/** What must be done before Electron is ready is done before the first wait. */
async function start(): Promise<void> {
  takePlace()
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([pageScheme])
  if (app.requestSingleInstanceLock()) await run()
  else app.quit()
}

/** One Latchkey for each profile, with what Chromium keeps inside the profile's directory. */
function takePlace(): void {
  const directory = join(profileDir, 'chromium')
  mkdirSync(directory, { recursive: true, mode: 0o700 }) // setPath wants it to be there
  app.setPath('userData', directory)
}

async function run(): Promise<void> {
  let log: Log | null = null
  guardContents(app, (url) => {
    if (window !== null) openLink(window, url).catch((error) => log?.error('desktop.link-not-opened', error))
  })
  await app.whenReady()
  const ports = await openPorts({ profileDir })
  log = ports.log
  const core = await createCore(ports)
  denyPermissions(session.defaultSession)
  servePage(protocol, await loadWindowFiles(outDir))
  listenForPorts(ipcMain, {
    isOurs,
    serveRpc: createRpcServer(core, ports.log).serve,
    attachTerminal: core.sessions.attach,
    log: ports.log,
  })
  listenForWishes(ipcMain, { isOurs, openOutside: (address) => shell.openExternal(address), log: ports.log })
  setMenu(devTools)
  openWindow(core, ports.log)
  endOnQuit(core, ports)
}

/** Whether a frame is the page of our window. */
function isOurs(frame: WebFrameMain | null): boolean {
  return frame !== null && frame === window?.webContents.mainFrame && isPage(frame.url)
}

async function createCore(ports: NodePorts): Promise<App> {
  const { values } = parseArgs({ args, options: { 'lab-file': { type: 'string' } }, strict: false })
  const lab = await readLabFile(typeof values['lab-file'] === 'string' ? values['lab-file'] : undefined)
  const corePorts = { ...ports, readUserFile, systemEvents: systemEvents(powerMonitor) }
  return createApp(corePorts, {
    kind: 'desktop',
    version: app.getVersion(),
    profileDir,
    putAside: ports.putAside,
    lab,
  })
}

function openWindow({ sessions, bindings, windowOpened }: App, log: Log): void {
  window = createWindow(join(outDir, 'preload/preload.cjs'), devTools)
  askBeforeClosing(window, () => ({ terminals: sessions.openCount(), bindings: bindings.runningCount() }))
  window.loadURL(PAGE).catch((error) => log.error('desktop.page-not-loaded', error))
  const gone = windowOpened()
  window.on('closed', () => {
    window = null
    gone()
  })
}

/** Sessions end, the vault closes and the profile is free again before the process goes. */
function endOnQuit(core: App, ports: NodePorts): void {
  const { log } = ports
  app.on('second-instance', () => (window === null ? openWindow(core, log) : focusWindow(window)))
  app.on('activate', () => window ?? openWindow(core, log))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  const end = (code: number) => void endAll([core, ports], log).then((well) => app.exit(well ? code : 1))
  app.once('will-quit', (event) => {
    event.preventDefault()
    end(0)
  })
  app.on('render-process-gone', (_event, _contents, details) =>
    log.warn('desktop.window-gone', { ...details }),
  )
  process.once('uncaughtException', (error) => {
    log.error('desktop.uncaught', error)
    dialog.showErrorBox(
      'Latchkey ends because of a failure in itself.',
      `Its log in ${profileDir} has the details.`,
    )
    end(1)
  })
  process.on('unhandledRejection', (reason) => {
    throw reason // as Node does by itself, and Electron doesn't
  })
}

function giveUp(error: unknown): void {
  const problem = problemOf(error, 'desktop.not-started', stderrLog)
  dialog.showErrorBox(problem.message, problem.advice ?? '')
  app.exit(1)
}
