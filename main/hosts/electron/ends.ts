import type { App, Event } from 'electron'
import type { Ending } from './closing-words.js'

export interface EndsParts {
  app: Pick<App, 'on' | 'quit' | 'exit'>
  /** Electron's powerMonitor, whose types leave out what its documentation has: `shutdown` comes with an event. */
  power: NodeJS.EventEmitter
  /** The signals of the process. */
  signals: Pick<NodeJS.Process, 'on'>
  /** Asks where something would be cut off; true where Latchkey may end. */
  may(ending: Ending): boolean
  /** What takes no time, and comes first: the system may wait for nothing else. */
  atOnce(): void
  /** Ends everything in order; true if all of it ended well. Called once. */
  end(): Promise<boolean>
}

export interface Ends {
  /** All of Latchkey is about to end, and not only a window: nobody is asked any more. */
  isEnding(): boolean
  /** Ends Latchkey without a question: it was asked before. */
  quit(): void
  /** Before a new version is installed, which ends Latchkey: asks, and is bound by it until `stay`. */
  mayInstall(): boolean
  /** It has not come to the end that was agreed to. */
  stay(): void
  /** Ends it after a failure. */
  fail(): void
}

/** Signals by which a session's end, a terminal or `kill` asks for an end: nobody is there to answer a question. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Every way to the end of Latchkey: quit (asked once, before any window goes), a new version, and the system's shutdown, which
 * is never held up by a question. Needs an app that is ready.
 */
export function endInOrder({ app, power, signals, may, atOnce, end }: EndsParts): Ends {
  let ending = false
  let over = false

  function quit(): void {
    ending = true
    app.quit()
  }

  function finish(code: number): void {
    if (over) return
    over = true
    atOnce()
    void end().then((well) => app.exit(well ? code : 1))
  }

  app.on('before-quit', (event) => {
    ending ||= may('quit')
    if (!ending) event.preventDefault()
  })
  app.on('will-quit', (event) => {
    event.preventDefault() // a second one, too, must not cut the end short
    finish(0)
  })
  power.on('shutdown', (event: Pick<Event, 'preventDefault'>) => {
    event.preventDefault() // the system waits a little for the end in order
    quit()
  })
  for (const signal of SIGNALS) signals.on(signal, quit)
  // Windows tells its end to windows alone, and ends what has heard of it.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => {
      ending = true
      finish(0)
    })
  })

  return {
    isEnding: () => ending,
    quit,
    mayInstall() {
      ending ||= may('update')
      return ending
    },
    stay() {
      ending = false
    },
    fail: () => finish(1),
  }
}
