import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ErrorInfo } from '../../contract/errors.js'
import { inEnglish } from '../../contract/words/said.js'

/** A call of the real keychain adapter, made in a process of its own. */
export type KeychainCall =
  | { call: 'label' | 'probe' | 'create' | 'open' | 'close' | 'names' | 'quit' }
  | { call: 'get' | 'delete'; name: string }
  /** Deletes one item, as another program may. */
  | { call: 'clear'; account: string }
  | { call: 'set'; name: string; secret: Uint8Array }

export type KeychainAnswer = { value: unknown } | { error: ErrorInfo } | { unforeseen: string }

export interface KeychainProcess {
  /** The value, or the error as an exception with the code in `code`. */
  call(request: KeychainCall): Promise<unknown>
  /** Ends it as a user's quit does; resolves to how it ended. */
  quit(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/**
 * The bus is found through the environment and kept for a process's life: so each keyring has processes of its own.
 * `script`: keychain-process-main.ts, bundled.
 */
export function startKeychainProcess(
  script: string,
  env: NodeJS.ProcessEnv,
  { profileId = 'test-profile', limitMs = 10_000, recordNames = [] as string[] } = {},
): KeychainProcess {
  const child = fork(script, [profileId, String(limitMs), ...recordNames], {
    env,
    execArgv: [],
    serialization: 'advanced',
  })
  return {
    async call(request) {
      const answered = once(child, 'message')
      child.send(request)
      const [answer] = (await answered) as [KeychainAnswer]
      if ('value' in answer) return answer.value
      if ('error' in answer) throw Object.assign(new Error(inEnglish(answer.error.message)), answer.error)
      throw new Error(answer.unforeseen)
    },
    async quit() {
      const ended = once(child, 'exit')
      child.send({ call: 'quit' })
      const [code, signal] = await ended
      return { code, signal }
    },
  }
}
