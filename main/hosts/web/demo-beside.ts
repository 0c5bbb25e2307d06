import { type ChildProcess, fork } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { z } from 'zod'
import { ErrorInfo } from '../../../contract/errors.js'
import { inEnglish } from '../../../contract/words/said.js'
import { LatchkeyError } from '../../core/lib/error.js'
import type { Log } from '../../core/ports.js'
import { removeDemoFolders } from '../../platform/demo-folder.js'
import { demoNotStarted } from '../../platform/demo-world.js'

export interface DemoBeside {
  /** Starts a demo, or asks the one that runs, for the address of its page. Throws what kept it from starting. */
  start(back: string): Promise<string>
  /** Ends it, and resolves when nothing of it is left. */
  close(): Promise<void>
}

interface Running {
  child: ChildProcess
  lines: Interface
}

const Line = z.union([z.object({ url: z.url() }), z.object({ problem: ErrorInfo })])

/** The demo beside a web host: this program once more, on a profile of its own. `script`: main/web.ts as it was built. */
export function demoBeside(script: string, log: Log): DemoBeside {
  let running: Running | null = null
  let over: Promise<void> = Promise.resolve()

  function begin(back: string): Running {
    const child = fork(script, ['--demo', '--json', '--no-open', '--back', back], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'], // it ends when the channel closes, as by our end
    })
    if (child.stdout === null) throw new Error('A child without the output that it was given')
    const mine = { child, lines: createInterface({ input: child.stdout }) }
    mine.lines.once('close', () => {
      if (running === mine) running = null
    })
    over = new Promise((resolve) => {
      // However it has ended: what it could not delete any more is deleted here.
      child.once('close', () => removeDemoFolders(log, child.pid).finally(resolve))
    })
    child.once('error', (error) => log.error('web.demo-not-started', error))
    child.stdin?.on('error', () => undefined) // it is about to end, which its lines tell
    return mine
  }

  return {
    async start(back) {
      if (running !== null) {
        running.child.stdin?.write('\n')
        const line = await nextLine(running.lines)
        if (line !== null) return addressIn(line)
      }
      await over // one that was left a moment ago may still be deleting itself
      running ??= begin(back)
      const line = await nextLine(running.lines)
      if (line === null) throw demoNotStarted()
      return addressIn(line)
    },
    async close() {
      running?.child.kill()
      await over
    },
  }
}

/** Null where it ends before. */
function nextLine(lines: Interface): Promise<string | null> {
  return new Promise((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(null))
  })
}

function addressIn(line: string): string {
  const told = Line.parse(JSON.parse(line))
  if ('url' in told) return told.url
  const { code, message, advice } = told.problem
  throw new LatchkeyError(code, inEnglish(message), advice === undefined ? {} : { advice })
}
