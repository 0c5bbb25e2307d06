import { LatchkeyError } from '../lib/error.js'
import type { LoginQuestionDraft, QuestionsService } from '../services.js'
import { type AttemptFacts, place, printable } from './attempt-facts.js'
import type { TimeLimit } from './time-limit.js'

/** One round of keyboard-interactive (RFC 4256 §3.2). */
export interface Round {
  title: string
  instructions: string
  prompts: { prompt: string; echo?: boolean | undefined }[]
  again: boolean
}

/** Has a person type what the server wants. The time that it takes does not count. Throws `cancelled` where nobody does. */
export interface AskPerson {
  password(again: boolean): Promise<string>
  prompts(round: Round): Promise<string[]>
}

interface Parts {
  facts: AttemptFacts
  limit: TimeLimit
  timeoutMs: number
  instanceName: string
  questions: Pick<QuestionsService, 'askLogin'>
  signal: AbortSignal
}

/** More prompts than any server has in one round. */
const MAX_PROMPTS = 20
const MAX_LINES = 12

export function askPerson({ facts, limit, timeoutMs, instanceName, questions, signal }: Parts): AskPerson {
  const { target } = facts
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  const where = {
    target: `${target.user}@${host}${target.port === 22 ? '' : `:${target.port}`}`,
    instanceName,
  }

  async function ask(draft: Omit<LoginQuestionDraft, 'kind' | 'target' | 'instanceName'>): Promise<string[]> {
    limit.pause()
    const texts = await questions.askLogin({ kind: 'login', ...where, ...draft }, signal)
    if (texts === null) throw notTyped(facts)
    limit.start(timeoutMs)
    return texts
  }

  return {
    async password(again) {
      const prompts = [{ text: `Password of ${target.user}`, echo: false }]
      const [password = ''] = await ask({ method: 'password', title: '', instructions: '', prompts, again })
      return password
    },
    async prompts({ title, instructions, prompts, again }) {
      if (prompts.length > MAX_PROMPTS) throw new Error(`The server asks ${prompts.length} things at once.`)
      return ask({
        method: 'prompts',
        title: plain(title),
        instructions: plainLines(instructions),
        prompts: prompts.map(({ prompt, echo = false }) => ({ text: plainLines(prompt), echo })),
        again,
      })
    },
  }
}

/** sshd puts what PAM has to say before the prompt, in lines of its own. */
const plainLines = (text: string) => text.split(/\r?\n/).slice(0, MAX_LINES).map(plain).join('\n').trim()

const plain = (text: string) => printable(Buffer.from(text))

function notTyped({ target }: AttemptFacts): LatchkeyError {
  return new LatchkeyError(
    'cancelled',
    `The login to ${place(target)} was ended, since nothing was typed that it asked for.`,
    { advice: 'Connect again to be asked again.', retryable: true },
  )
}
