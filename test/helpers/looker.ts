import { fork } from 'node:child_process'
import { once } from 'node:events'
import { inspect } from 'node:util'

/** A process that looks into one folder after the other: for a keychain that only a process of its own can reach. */
export interface Looker<T> {
  look(directory: string): Promise<T>
  end(): Promise<void>
}

/** `script`: bundled, calls `answerLooks` if its only argument is `look`. */
export function startLooker<T>(script: string, env: NodeJS.ProcessEnv): Looker<T> {
  const child = fork(script, ['look'], { env, execArgv: [] })
  const ended = once(child, 'exit').then(([code]) => [{ failed: `The process ended with ${code}` }])
  return {
    async look(directory) {
      child.send(directory)
      const [answer] = await Promise.race([once(child, 'message'), ended])
      if ('failed' in answer) throw new Error(answer.failed)
      return answer.found
    },
    async end() {
      child.disconnect()
      await ended
    },
  }
}

/** In that process: answers with what `look` finds in a folder. */
export function answerLooks(look: (directory: string) => Promise<unknown>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', async (directory: string) => {
    const answer = await look(directory).then(
      (found) => ({ found }),
      // With its causes.
      (error) => ({ failed: inspect(error) }),
    )
    process.send?.(answer)
  })
}
