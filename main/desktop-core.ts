import type { DesktopState } from '../contract/desktop.js'
import { createApp } from './core/app.js'
import { prepareDemo } from './core/demo/prepare.js'
import { finishedWords } from './core/finished/finished-words.js'
import { tellFinished } from './core/finished/tell-finished.js'
import { createLiveValue } from './core/lib/live-value.js'
import { problemOf } from './core/lib/problem.js'
import type { DemoPort, DesktopPort } from './core/ports.js'
import type { App } from './core/services.js'
import { endAll } from './end-all.js'
import { type HostPort, terminalPortOf, wireOf } from './hosts/electron/carriers.js'
import type { CoreStart, FromCore, LogLine, ToCore } from './hosts/electron/core-messages.js'
import { toldPower } from './hosts/electron/power.js'
import { tellFacts } from './hosts/electron/tell-facts.js'
import { readUserFile } from './hosts/electron/user-file.js'
import { readLabFile } from './lab-file.js'
import { keepOutOfCoreDumps } from './platform/core-dump.js'
import { type NodePorts, openPorts } from './platform/node-ports.js'
import { createRpcServer, type RpcServer } from './rpc/server.js'
import { stderrLog } from './stderr-log.js'

/**
 * Composition root of the desktop app's core, which runs in a process of its own (Electron's utility process): what holds
 * the keys draws no window and parses no page, and a failure in it is not the end of the app.
 */
interface Running {
  app: App
  rpc: RpcServer
  ports: NodePorts
}

const { parentPort } = process
const power = toldPower()
const desktopState = createLiveValue<DesktopState | null>(null)
/** How often the main process is told what is under way. */
const TELL_MS = 250

/** The windows that are there, also where their pages are just being loaded. */
let windows: readonly string[] = []

const desktop: DesktopPort = {
  hasWindow: (windowId) => windows.includes(windowId),
  state: desktopState,
  ask: (wish) => say({ core: 'wish', wish }),
}
const offered: DemoPort = {
  is: 'offered',
  async start() {
    say({ core: 'demo', step: 'start' })
    return null
  },
}
const here: DemoPort = { is: 'here', back: null, leave: () => say({ core: 'demo', step: 'leave' }) }
/** Aborted when this process ends. */
const over = new AbortController()
let running: Promise<Running> | null = null

parentPort.on('message', ({ data, ports }) => {
  hear(data as ToCore, ports).catch(fail)
})
process.on('uncaughtException', fail)
process.on('unhandledRejection', (reason) => {
  throw reason // Electron only warns of it
})

async function hear(message: ToCore, ports: HostPort[]): Promise<void> {
  if (message.latchkey === 'start') return begin(message)
  if (message.latchkey === 'end') return end(0)
  if (message.latchkey === 'power') return power.tell(message.event)
  if (message.latchkey === 'desktop') return desktopState.set(message.state)
  if (message.latchkey === 'windows') return areThere(message.windows)
  const { app, rpc, ports: own } = await requireRunning()
  const [port] = ports
  if (message.latchkey === 'log') write(own, message)
  else if (message.latchkey === 'lock') await lock(app, own)
  else if (message.latchkey === 'window-closed') await windowClosed(app, message)
  else if (message.latchkey === 'open') {
    app.openings.hand(message.handed)
    say({ core: 'opened' })
  } else if (port === undefined) throw new Error(`No port came with ${message.latchkey}`)
  else if (message.latchkey === 'terminal')
    app.sessions.attach(message.sessionId, terminalPortOf(port), message.window)
  else {
    const wire = wireOf(port)
    wire.onClose(app.windowOpened())
    rpc.serve(wire)
  }
}

function areThere(now: readonly string[]): void {
  windows = now
}

/** What runs in its terminals ends. Its tabs are for the next window, or for nobody where others are there. */
async function windowClosed(
  { sessions, tabs }: App,
  { window, last }: { window: string; last: boolean },
): Promise<void> {
  const forgetting = last ? Promise.resolve() : tabs.forget(window)
  await Promise.all([sessions.closeOf(window), forgetting])
}

/** Where it can't be locked, as while there is none, nobody waits for an answer. */
async function lock({ vault }: App, { log }: NodePorts): Promise<void> {
  await vault.lock(undefined, {}).catch((error) => log.warn('desktop.not-locked', { problem: `${error}` }))
}

function requireRunning(): Promise<Running> {
  if (running === null) throw new Error('The core was not started')
  return running
}

/** Where it can't start, the main process says why, and ends this one. */
async function begin(options: CoreStart): Promise<void> {
  running = open(options)
  try {
    const { app, ports } = await running
    say({ core: 'ready' })
    tellFacts(app, { log: ports.log, tell: (facts) => say({ core: 'facts', facts }), signal: over.signal })
    tellUnderWay(app)
  } catch (error) {
    say({ core: 'not-started', problem: problemOf(error, 'desktop.not-started', stderrLog) })
  }
}

async function open({ profileDir, portable, version, labFile, demo, crashes }: CoreStart): Promise<Running> {
  const ports = await openPorts({ profileDir, portable, ...(demo && { home: demo.home }) })
  keepOutOfCoreDumps(ports.log)
  try {
    const lab = await readLabFile(labFile ?? undefined)
    const app = createApp(
      { ...ports, readUserFile, systemEvents: power, desktop, demo: demo === undefined ? offered : here },
      {
        kind: 'desktop',
        version,
        profileDir,
        putAside: ports.putAside,
        lab: demo === undefined ? lab : null,
        crashes,
      },
    )
    const account = demo && (demo.account ?? lab)
    if (account) await prepareDemo(app, account)
    tellFinished(app, {
      ...ports,
      tell({ ended, ...finished }, named) {
        const { place } = ended.at(-1) ?? ended[0]
        say({ core: 'finished', ...finishedWords({ ended, ...finished }, named), place })
      },
    })
    app.openings.onWaiting((handed) => say({ core: 'waiting', handed }))
    return { app, rpc: createRpcServer(app, ports.log), ports }
  } catch (error) {
    await ports.close()
    throw error
  }
}

/** The main process must know at once when a window is about to close, so it is told beforehand. */
function tellUnderWay({ sessions, bindings, forwards }: App): void {
  let told = ''
  const tell = () => {
    const underWay = {
      terminals: sessions.openCount(),
      bindings: bindings.runningCount(),
      forwards: forwards.openCount(),
    }
    const now = { underWay, terminals: sessions.openByWindow() }
    if (JSON.stringify(now) === told) return
    told = JSON.stringify(now)
    say({ core: 'under-way', ...now })
  }
  setInterval(tell, TELL_MS).unref()
}

function write({ log }: NodePorts, line: LogLine): void {
  if (line.level === 'error') log.error(line.event, line.error, line.facts)
  else log[line.level](line.event, line.facts)
}

/** Its main process starts it again. */
function fail(error: unknown): void {
  end(1, error).catch(() => process.exit(1))
}

/** Sessions end, the vault closes and the profile is free again before the process goes. */
async function end(code: number, error?: unknown): Promise<void> {
  over.abort()
  const opened = await running?.catch(() => null)
  if (error !== undefined) (opened?.ports.log ?? stderrLog).error('desktop.core-uncaught', error)
  const well = opened ? await endAll([opened.app, opened.ports], opened.ports.log) : true
  process.exit(well ? code : 1)
}

function say(message: FromCore): void {
  parentPort.postMessage(message)
}
