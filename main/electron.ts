import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  powerMonitor,
  protocol,
  session,
  shell,
  utilityProcess,
  type WebFrameMain,
} from 'electron'
import type { WorkPlace } from '../contract/finished-work.js'
import type { SystemWish } from '../contract/system-wish.js'
import { say } from '../contract/words/say.js'
import type { DemoAccount } from './core/demo/prepare.js'
import { problemOf } from './core/lib/problem.js'
import { splitArguments } from './core/openings/handed.js'
import type { Log } from './core/ports.js'
import { type AroundCore, aroundCore } from './hosts/electron/around-core.js'
import { lostBy } from './hosts/electron/closing-words.js'
import { listenForCopiedSecrets } from './hosts/electron/copied-secret.js'
import { type DemoBeside, demoBeside } from './hosts/electron/demo-beside.js'
import { type Ends, endInOrder } from './hosts/electron/ends.js'
import { type KeptCore, keepCore } from './hosts/electron/keep-core.js'
import { setMenu } from './hosts/electron/menu.js'
import { notify } from './hosts/electron/notices.js'
import { isOnly } from './hosts/electron/one-instance.js'
import { listenForOpenings, type Openings, type SecondStart } from './hosts/electron/openings.js'
import { pageScheme, servePage } from './hosts/electron/page.js'
import { listenForPorts } from './hosts/electron/ports.js'
import { watchPower } from './hosts/electron/power.js'
import { type QuickAccess, quickAccess } from './hosts/electron/quick-access.js'
import { denyPermissions, guardContents } from './hosts/electron/security.js'
import { sendWish } from './hosts/electron/send-wish.js'
import { desktopWords } from './hosts/electron/speak.js'
import {
  asksFor,
  DEMO_ARGUMENT,
  HIDDEN_ARGUMENT,
  LOCK_ARGUMENT,
  NEW_WINDOW_ARGUMENT,
  staysWithoutWindow,
} from './hosts/electron/start-arguments.js'
import { wasStartedAtLogin } from './hosts/electron/start-at-login.js'
import { noFacts } from './hosts/electron/system-facts.js'
import { mayEnd, openLink } from './hosts/electron/window.js'
import { type WindowPlaces, windowPlaces } from './hosts/electron/window-places.js'
import { createWindows, type Windows } from './hosts/electron/windows.js'
import { listenForWishes } from './hosts/electron/wishes.js'
import { makeDemoFolder, removeDemoFolder, removeDemoFolders } from './platform/demo-folder.js'
import { worldAccount } from './platform/demo-world.js'
import { documentStore } from './platform/document-store.js'
import { namedProfile, profileDirectory } from './platform/paths.js'
import { appImage, portableProfile } from './platform/portable.js'
import { stderrLog } from './stderr-log.js'
import { loadWindowFiles } from './window/files.js'

/** Composition root of the desktop app's main process: windows, menus and the system. The core is a process of its own. */
const given = process.argv.slice(app.isPackaged ? 1 : 2)
const { own: args, handed } = splitArguments(given, process.cwd())
const { platform, env, execPath } = process
const named = namedProfile(args, env)
const portableDir = app.isPackaged && named === null ? portableProfile({ platform, env, execPath }) : null
const demo = asksFor(args, DEMO_ARGUMENT) ? makeDemoFolder() : null
/** The system is told nothing of it that would stay: no start at login, no jump list, no new version. */
const portable = portableDir !== null || demo !== null
const profileDir = demo?.profileDir ?? named ?? portableDir ?? profileDirectory(args, env)
const outDir = join(import.meta.dirname, '..')
const { values: options } = parseArgs({ args, options: { 'lab-file': { type: 'string' } }, strict: false })
const labFile = typeof options['lab-file'] === 'string' ? options['lab-file'] : null
const devTools = !app.isPackaged
let hidden = asksFor(args, HIDDEN_ARGUMENT)
let facts = noFacts
let quick: QuickAccess | null = null
let makeMenus: () => void = () => undefined
let around: AroundCore | null = null
let ends: Ends | null = null
let beside: DemoBeside | null = null
let clearCopied: () => void = () => undefined

const words = desktopWords(
  () => app.getPreferredSystemLanguages(),
  () => import('../words/ru.po'),
)

start().catch(giveUp)

/** What must be done before Electron is ready is done before the first wait. */
async function start(): Promise<void> {
  takePlace()
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([pageScheme])
  const openings = listenForOpenings(app, handed)
  const lock = () => app.requestSingleInstanceLock({ handed } satisfies SecondStart)
  if ((await isOnly(lock, env)) && !asksFor(args, LOCK_ARGUMENT)) await run(openings)
  else app.quit()
}

/** One Latchkey for each profile, with what Chromium keeps inside the profile's directory. */
function takePlace(): void {
  // As electron-builder's installer names it: Windows shows notifications and jump lists under this name alone.
  if (process.platform === 'win32' && !process.windowsStore) app.setAppUserModelId('dev.latchkey.app')
  const directory = join(profileDir, 'chromium')
  mkdirSync(directory, { recursive: true, mode: 0o700 }) // setPath wants it to be there
  app.setPath('userData', directory)
}

async function run(openings: Openings): Promise<void> {
  let log: Log = stderrLog
  guardContents(app, (url, contents) => {
    const window = BrowserWindow.fromWebContents(contents)
    if (window !== null) openLink(window, url).catch((error) => log.error('desktop.link-not-opened', error))
  })
  await app.whenReady()
  await words.speakAs('system') // until the core has read the setting
  hidden ||= wasStartedAtLogin()
  await removeDemoFolders(stderrLog)
  const account = demo === null || labFile !== null ? null : await startWorld()
  const core = startCore((place) => ask({ wish: 'show', place }), account)
  log = core.log
  if (demo === null) beside = besideFor(core)
  if (demo !== null) app.on('browser-window-created', (_event, window) => window.setTitle(say`Latchkey demo`))
  watchPower(powerMonitor, core.tell)
  denyPermissions(session.defaultSession)
  servePage(protocol, await loadWindowFiles(outDir))
  const isEnding = () => ends?.isEnding() === true
  const places = await windowPlaces(documentStore(join(profileDir, 'windows.json'), log), log, isEnding)
  const windows = createWindows({
    ...{ core, places, devTools, isEnding },
    preload: join(outDir, 'preload/preload.cjs'),
    goesOnWithout: goesOnWithoutWindow,
  })
  const { show, windowOf } = windows
  listenForPorts(ipcMain, { windowOf, pass: core.pass, log })
  listenForWishes(ipcMain, {
    windowOf,
    openOutside: (address) => shell.openExternal(address),
    hideFromCapture: (id, hidden) => windows.get(id)?.setContentProtection(hidden),
    openWindow: (move) => windows.open(move),
    log,
  })
  const isOurs = (frame: WebFrameMain | null) => windowOf(frame) !== null
  clearCopied = listenForCopiedSecrets(ipcMain, { isOurs, clipboard, platform, log })
  const ask = (wish: SystemWish) => sendWish(show(), wish)
  const newWindow = () => void windows.open()
  makeMenus = () => {
    setMenu({ platform, devTools, wish: ask, newWindow, lock: core.lock })
    quick?.change(facts)
  }
  makeMenus()
  if (demo === null)
    quick = quickAccess({
      icons: app.isPackaged ? join(process.resourcesPath, 'tray') : join(outDir, '../build/tray'),
      jumpList: !portable,
      connect: ({ instanceId, user }) => ask({ wish: 'connect', instanceId, user }),
      show,
      newWindow,
      lock: core.lock,
      quit: () => app.quit(),
      log,
    })
  quick?.change(facts)
  ends = endsOf(core, places, windows)
  around = aroundCore({ core, portable, mayInstall: ends.mayInstall, notInstalled: ends.stay })
  around.settings(facts.settings)
  if (!hidden || handed.length > 0 || quick?.hasTray !== true) show()
  listenForWindows(core, windows)
  openings.passTo(core.open, show)
}

/** What the system shows is in the language that the window has. */
function speakAsSet(): void {
  words
    .speakAs(facts.language)
    .then((changed) => changed && makeMenus())
    .catch((error) => stderrLog.error('desktop.words-not-loaded', error))
}

/** The demo's cloud and servers; their process ends with this one. */
function startWorld(): Promise<DemoAccount> {
  const modulePath = join(import.meta.dirname, 'demo-world.js')
  return worldAccount(utilityProcess.fork(modulePath, [], { serviceName: 'Latchkey demo' }))
}

function besideFor(core: KeptCore): DemoBeside {
  const program = appImage(process) ?? execPath
  const own = app.isPackaged ? [] : [app.getAppPath()]
  return demoBeside({
    begin: () => spawn(program, [...own, DEMO_ARGUMENT], { stdio: 'ignore' }),
    removeLeft: (pid) => removeDemoFolders(core.log, pid),
    log: core.log,
  })
}

function startCore(showPlace: (place: WorkPlace) => void, account: DemoAccount | null): KeptCore {
  const modulePath = join(import.meta.dirname, 'desktop-core.js')
  return keepCore({
    fork: () => utilityProcess.fork(modulePath, [], { serviceName: 'Latchkey core' }),
    start: {
      ...{ profileDir, portable, labFile, version: app.getVersion() },
      ...(demo && { demo: { home: demo.home, account } }),
    },
    onFacts(now) {
      facts = now
      quick?.change(now)
      around?.settings(now.settings)
      speakAsSet()
    },
    onWish: (wish) => around?.wish(wish),
    onFinished: ({ title, body, place }) =>
      notify({ title: words.hear(title), body: words.hear(body), place }, facts, () => showPlace(place)),
    onDemo: (step) => (step === 'start' ? beside?.start() : ends?.quit()),
    onFailed({ message, advice }) {
      dialog.showErrorBox(words.hear(message), words.hear(advice ?? ''))
      app.exit(1)
    },
  })
}

function goesOnWithoutWindow(): boolean {
  const { staysInTray } = facts.settings
  return (
    demo === null && staysWithoutWindow(platform, { staysInTray, hidden, hasTray: quick?.hasTray === true })
  )
}

function listenForWindows(core: KeptCore, windows: Windows): void {
  app.on('second-instance', (_event, argv) => {
    if (ends?.isEnding()) return
    const asked = argv.slice(1)
    if (asksFor(asked, LOCK_ARGUMENT)) core.lock()
    else if (asksFor(asked, NEW_WINDOW_ARGUMENT)) windows.open()
    else windows.show()
  })
  app.on('activate', () => windows.front() ?? windows.show())
  app.on('window-all-closed', () => {
    if (!goesOnWithoutWindow()) ends?.quit() // it was asked when the window was closed
  })
}

/** The core ends first: its sessions, its vault, and its hold on the profile. */
function endsOf(core: KeptCore, places: WindowPlaces, windows: Windows): Ends {
  const all = endInOrder({
    app,
    power: powerMonitor,
    signals: process,
    may: (ending) => mayEnd(lostBy(ending, core.underWay()), windows.front()),
    atOnce() {
      clearCopied()
      quick?.end()
      around?.end()
    },
    async end() {
      const [well] = await Promise.all([core.end(), places.settled(), beside?.end()])
      // What Chromium writes after this goes with the next start, or with the Latchkey that has started this one.
      if (demo !== null)
        await removeDemoFolder(demo.path).catch((error) => stderrLog.error('demo.left', error))
      return well
    },
  })
  process.once('uncaughtException', (error) => {
    core.log.error('desktop.uncaught', error)
    dialog.showErrorBox(
      say`Latchkey ends because of a failure in itself.`,
      say`Its log in ${profileDir} has the details.`,
    )
    all.fail()
  })
  process.on('unhandledRejection', (reason) => {
    throw reason // as Node does by itself, and Electron doesn't
  })
  return all
}

function giveUp(error: unknown): void {
  const problem = problemOf(error, 'desktop.not-started', stderrLog)
  dialog.showErrorBox(words.hear(problem.message), words.hear(problem.advice ?? ''))
  app.exit(1)
}
