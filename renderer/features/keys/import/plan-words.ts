import { say } from '../../../../contract/words/say.js'
import type { Tone } from '../../../ui/tone.js'
import { hear } from '../../../words/language.js'
import type { Plan } from './found.js'
import type { FoundKey } from './found-key.js'

/** What importing a row would do, in a few words. */
export function planWords(plan: Plan): { tone: Tone; words: string } {
  switch (plan.does) {
    case 'new':
      return { tone: 'ok', words: say`New` }
    case 'new-public':
      return { tone: 'warn', words: say`Public key only` }
    case 'unknown':
      return { tone: 'idle', words: say`Told after the passphrase` }
    case 'completes':
      return { tone: 'ok', words: say`Completes the public key ${plan.name}` }
    case 'known':
      return { tone: 'idle', words: say`Already here as ${plan.name}` }
    case 'in-bin':
      return { tone: 'warn', words: say`In the bin as ${plan.name}` }
    case 'same':
      return { tone: 'idle', words: say`The same key as ${plan.as}` }
    case 'refused':
      return { tone: 'danger', words: hear(plan.problem.message) }
  }
}

/** How far a row is, where that says more than its plan; null where it doesn't. */
export function progressWords({ progress }: FoundKey): { tone: Tone; words: string } | null {
  switch (progress.state) {
    case 'none':
      return null
    case 'opening':
      return { tone: 'busy', words: say`Trying the passphrase` }
    case 'waiting':
      return { tone: 'idle', words: say`Waiting` }
    case 'storing':
      return { tone: 'busy', words: say`Importing` }
    case 'stored':
      return { tone: 'ok', words: say`Imported as ${progress.keyPair.name}` }
    case 'failed':
      return { tone: 'danger', words: hear(progress.problem.message) }
  }
}

/** What to do about a key that can't be taken, has failed or is weak; undefined where there is nothing to do. */
export function adviceOf(row: FoundKey, plan: Plan): string | undefined {
  if (row.progress.state === 'failed') return hear(row.progress.problem.advice)
  if (plan.does === 'in-bin') return say`Restore it there.`
  return plan.does === 'refused' ? hear(plan.problem.advice) : weakness(row)
}

/** Shorter RSA keys are taken, since old devices know no others. */
function weakness({ preview: { key } }: FoundKey): string | undefined {
  if (key?.type !== 'rsa' || key.bits >= 2048) return undefined
  return say`RSA with ${key.bits} bits is weak, and newer servers refuse it. Replace it soon.`
}
