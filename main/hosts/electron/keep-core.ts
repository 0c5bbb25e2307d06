import type { MessagePortMain, UtilityProcess } from 'electron'
import type { DesktopState, DesktopWish } from '../../../contract/desktop.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Handed } from '../../core/openings/handed.js'
import type { Log } from '../../core/ports.js'
import { stderrLog } from '../../stderr-log.js'
import type { UnderWay } from './closing-words.js'
import type { CoreStart, FinishedNotice, FromCore, LogLine, ToCore, WindowPort } from './core-messages.js'
import { handedOver } from './handed-over.js'
import type { PowerEvent } from './power.js'
import { noFacts, type SystemFacts } from './system-facts.js'

/** What we use of Electron's UtilityProcess. */
export type CoreProcess = Pick<UtilityProcess, 'postMessage' | 'on' | 'kill'>

export interface KeepCoreOptions {
  /** Starts the process of main/desktop-core.ts. */
  fork(): CoreProcess
  start: Omit<CoreStart, 'crashes'>
  /** It can't be started, or ends again and again: nothing of Latchkey works. */
  onFailed(problem: Pick<ErrorInfo, 'message' | 'advice'>): void
  /** What tray, dock and notifications have to know has changed. */
  onFacts?(facts: SystemFacts): void
  /** The user wants something of the app. */
  onWish?(wish: DesktopWish): void
  /** A demo is to be started, or the one that this is to be left. */
  onDemo?(step: 'start' | 'leave'): void
  /** Long work has ended. */
  onFinished?(notice: FinishedNotice): void
  /** For spans of time, in milliseconds. */
  elapsed?: () => number
}

/** The process that holds the keys, the connections and the profile. */
export interface KeptCore {
  /** Resolves when it has started for the first time. */
  ready: Promise<void>
  /** Takes a port of a page to it. */
  pass(message: WindowPort, port: MessagePortMain): void
  underWay(): UnderWay
  /** How many terminals a window has. */
  terminalsOf(window: string): number
  tell(event: PowerEvent): void
  /** How the app is, for the windows; a core that is started again is told too. */
  desktop(state: DesktopState): void
  /** Locks the vault, as the user does. */
  lock(): void
  /** The windows that are there or are about to be; a core that is started again is told too. */
  windows(ids: string[]): void
  /** The user has closed a window: its sessions end, which would wait for a page that crashed. `last`: it was the last one. */
  windowClosed(window: string, last: boolean): void
  /** Takes to it what the system has handed over; a core that is started again gets what no page has taken. */
  open(handed: Handed[]): void
  /** Writes to its log; to standard error where it is no more. */
  log: Log
  /** Ends it and waits for that. True if all of it ended well. */
  end(): Promise<boolean>
}

export const nothingUnderWay: UnderWay = { terminals: 0, bindings: 0, forwards: 0 }
/** So many ends within so long a time are not luck: the next one would come too. */
const MOST_CRASHES = 3
const CRASHES_WITHIN_MS = 60_000
/** Longer than the core's own patience with each of its parts (end-all.ts). */
const END_MS = 15_000

/** Starts the core's process, and starts it again when it ends without having been asked to. */
export function keepCore({
  fork,
  start,
  onFailed,
  onFacts = () => undefined,
  onWish = () => undefined,
  onDemo = () => undefined,
  onFinished = () => undefined,
  elapsed = () => performance.now(),
}: KeepCoreOptions): KeptCore {
  let child: CoreProcess | null = null
  let underWay = nothingUnderWay
  let terminals: Record<string, number> = {}
  let windows: string[] = []
  let desktopState: DesktopState | null = null
  const given = handedOver()
  let ending = false
  let crashes = 0
  /** What V8 says of the end of a core that could not go on. */
  let fatal: string | null = null
  let lately: number[] = []
  let started: () => void = () => undefined
  let ended: (code: number) => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    started = resolve
  })
  const over = new Promise<number>((resolve) => {
    ended = resolve
  })

  function begin(): void {
    const mine = fork()
    child = mine
    mine.on('message', (message: FromCore) => {
      if (message.core === 'ready') started()
      else if (message.core === 'under-way') ({ underWay, terminals } = message)
      else if (message.core === 'facts') onFacts(message.facts)
      else if (message.core === 'wish') onWish(message.wish)
      else if (message.core === 'demo') onDemo(message.step)
      else if (message.core === 'finished') onFinished(message)
      else if (message.core === 'opened') given.heard()
      else if (message.core === 'waiting') given.waits(message.handed)
      else giveUp(message.problem)
    })
    // Without a listener Node would throw it here. Its third part, a report, has the environment and is left out.
    mine.on('error', (type, location) => {
      fatal = `${type} ${location}`
    })
    mine.on('exit', gone)
    say({ latchkey: 'start', ...start, crashes })
    say({ latchkey: 'windows', windows })
    if (desktopState !== null) say({ latchkey: 'desktop', state: desktopState })
    for (const handed of given.again()) say({ latchkey: 'open', handed })
  }

  function gone(code: number): void {
    child = null
    underWay = nothingUnderWay
    terminals = {}
    onFacts(noFacts)
    if (ending) ended(code)
    else crashed(code)
  }

  function crashed(code: number): void {
    const now = elapsed()
    crashes++
    lately = [...lately.filter((at) => now - at < CRASHES_WITHIN_MS), now]
    if (lately.length < MOST_CRASHES) {
      begin()
      write({
        level: 'warn',
        event: 'desktop.core-gone',
        facts: { code, ...(fatal === null ? {} : { fatal }) },
      })
      fatal = null
    } else giveUp(keepsEnding(start.profileDir))
  }

  function giveUp(problem: Parameters<typeof onFailed>[0]): void {
    ending = true
    child?.kill()
    onFailed(problem)
  }

  function say(message: ToCore, ports: MessagePortMain[] = []): void {
    child?.postMessage(message, ports)
  }

  function write(line: LogLine): void {
    if (child !== null) say({ latchkey: 'log', ...line })
    else if (line.level === 'error') stderrLog.error(line.event, line.error ?? line.facts)
  }

  begin()
  return {
    ready,
    pass(message, port) {
      if (child === null) port.close()
      else say(message, [port])
    },
    underWay: () => underWay,
    terminalsOf: (window) => terminals[window] ?? 0,
    tell: (event) => say({ latchkey: 'power', event }),
    lock: () => say({ latchkey: 'lock' }),
    windows(ids) {
      windows = ids
      say({ latchkey: 'windows', windows })
    },
    windowClosed: (window, last) => say({ latchkey: 'window-closed', window, last }),
    open(handed) {
      given.give(handed)
      say({ latchkey: 'open', handed })
    },
    desktop(state) {
      desktopState = state
      say({ latchkey: 'desktop', state })
    },
    log: {
      info: (event, facts = {}) => write({ level: 'info', event, facts }),
      warn: (event, facts = {}) => write({ level: 'warn', event, facts }),
      error: (event, error, facts = {}) => write({ level: 'error', event, facts, error }),
    },
    async end() {
      ending = true
      if (child === null) return true
      say({ latchkey: 'end' })
      const late = setTimeout(() => child?.kill(), END_MS)
      const code = await over.finally(() => clearTimeout(late))
      return code === 0
    },
  }
}

function keepsEnding(profileDir: string): Parameters<KeepCoreOptions['onFailed']>[0] {
  return {
    message: `Latchkey ends, because its core has failed ${MOST_CRASHES} times within a minute.`,
    advice: `Nothing that was saved is lost. The log in ${profileDir} has the details.`,
  }
}
