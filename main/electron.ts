import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, type BrowserWindow, dialog, ipcMain, protocol, session } from 'electron'
import { createApp } from './core/app.js'
import { problemOf } from './core/lib/problem.js'
import type { Log } from './core/ports.js'
import type { App } from './core/services.js'
import { setMenu } from './hosts/electron/menu.js'
import { pageScheme, servePage } from './hosts/electron/page.js'
import { listenForPorts } from './hosts/electron/ports.js'
import { denyPermissions, guardContents, isPage } from './hosts/electron/security.js'
import { readUserFile } from './hosts/electron/user-file.js'
import { createWindow, focusWindow, openLink } from './hosts/electron/window.js'
import { readLabFile } from './lab-file.js'
import { type NodePorts, openPorts } from './platform/node-ports.js'
import { profileDirectory } from './platform/paths.js'
import { createRpcServer } from './rpc/server.js'
import { loadWindowFiles } from './window/files.js'

/** Composition root of the desktop app. */
const args = process.argv.slice(app.isPackaged ? 1 : 2)
const profileDir = profileDirectory(args, process.env)
const outDir = join(import.meta.dirname, '..')
const devTools = !app.isPackaged
let window: BrowserWindow | null = null

// One Latchkey for each profile, with what Chromium keeps inside the profile's directory.
app.setPath('userData', join(profileDir, 'chromium'))
app.enableSandbox()
protocol.registerSchemesAsPrivileged([pageScheme])

if (!app.requestSingleInstanceLock()) app.quit()
else start().catch(giveUp)

async function start(): Promise<void> {
  guardContents(app, (url) => {
    if (window !== null) void openLink(window, url)
  })
  await app.whenReady()
  const ports = await openPorts({ profileDir })
  const core = await createCore(ports)
  denyPermissions(session.defaultSession)
  servePage(protocol, await loadWindowFiles(outDir))
  listenForPorts(ipcMain, {
    isOurs: (frame) => frame !== null && frame === window?.webContents.mainFrame && isPage(frame.url),
    serveRpc: createRpcServer(core, ports.log).serve,
    attachTerminal: core.sessions.attach,
    log: ports.log,
  })
  setMenu(devTools)
  openWindow()
  endOnQuit(core, ports)
}

async function createCore(ports: NodePorts): Promise<App> {
  const { values } = parseArgs({ args, options: { 'lab-file': { type: 'string' } }, strict: false })
  const lab = await readLabFile(typeof values['lab-file'] === 'string' ? values['lab-file'] : undefined)
  const corePorts = { ...ports, readUserFile }
  return createApp(corePorts, {
    kind: 'desktop',
    version: app.getVersion(),
    profileDir,
    putAside: ports.putAside,
    lab,
  })
}

function openWindow(): void {
  window = createWindow(join(outDir, 'preload/preload.cjs'), devTools)
  window.on('closed', () => {
    window = null
  })
}

/** Sessions end, the vault closes and the profile is free again before the process goes. */
function endOnQuit(core: App, ports: NodePorts): void {
  app.on('second-instance', () => (window === null ? openWindow() : focusWindow(window)))
  app.on('activate', () => window ?? openWindow())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.once('will-quit', (event) => {
    event.preventDefault()
    void core
      .close()
      .then(() => ports.close())
      .finally(() => app.exit())
  })
}

function giveUp(error: unknown): void {
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_event, cause) => console.error(cause),
  }
  const problem = problemOf(error, 'desktop.not-started', log)
  dialog.showErrorBox(problem.message, problem.advice ?? '')
  app.exit(1)
}
