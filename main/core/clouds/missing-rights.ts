import { isLatchkeyError } from '../lib/error.js'

/** What a check finds that the credentials may not do, as sentences for the user. */
export interface MissingRights {
  sentences: string[]
  /** The call's result, or null where it is refused: `sentence` is then one of the sentences. */
  unless<T>(sentence: string, call: Promise<T>): Promise<T | null>
}

/** For one check, after a call that proved the credentials: a refusal then is about rights, whatever word it has. */
export function missingRights(): MissingRights {
  const sentences: string[] = []
  return {
    sentences,
    async unless(sentence, call) {
      try {
        return await call
      } catch (error) {
        if (!isRefused(error)) throw error
        sentences.push(sentence)
        return null
      }
    },
  }
}

/** Whether the operator's rights keep a call from us, so that we may go on without where it only adds comfort. */
export function isRefused(error: unknown): boolean {
  return isLatchkeyError(error, 'cloud-forbidden') || isLatchkeyError(error, 'cloud-credentials')
}
