import type { EventEmitter } from 'node:events'
import type { Log } from '../../core/ports.js'

/** What we use of Node's ChildProcess. */
export type DemoProcess = Pick<EventEmitter, 'once'> & { pid?: number | undefined; kill(): boolean }

export interface DemoBesideParts {
  /** Starts this program once more, as a demo. */
  begin(): DemoProcess
  /** Deletes what a demo has left that has ended, or never began. */
  removeLeft(pid: number | undefined): Promise<void>
  log: Log
}

/** The demo beside the desktop app: a Latchkey with a window of its own, one at a time. */
export interface DemoBeside {
  /** Nothing happens while one is there. */
  start(): void
  /** Ends it, and resolves when nothing of it is left. */
  end(): Promise<void>
}

export function demoBeside({ begin, removeLeft, log }: DemoBesideParts): DemoBeside {
  let running: DemoProcess | null = null
  let over: Promise<void> = Promise.resolve()

  return {
    start() {
      if (running !== null) return
      const mine = begin()
      running = mine
      over = new Promise((resolve) => {
        const ended = () => {
          running = null
          // However it has ended: what it could not delete any more is deleted here.
          removeLeft(mine.pid).finally(resolve)
        }
        mine.once('exit', ended)
        mine.once('error', (error) => {
          log.error('desktop.demo-not-started', error)
          ended()
        })
      })
    },
    async end() {
      running?.kill()
      await over
    },
  }
}
