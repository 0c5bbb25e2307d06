import { randomUUID } from 'node:crypto'
import type { Answer, Question } from '../../../contract/questions.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Clock } from '../ports.js'
import type { LoginQuestionDraft, QuestionDraft, QuestionsService } from '../services.js'

/** How long a question stands before its answer is no. */
const QUESTION_MS = 120_000

const no: Answer = { kind: 'no' }

interface Open {
  question: Question
  settle(answer: Answer): void
}

/** The questions that the core asks a person. Whatever goes wrong, the answer is no. */
export function createQuestions({ clock }: { clock: Clock }): QuestionsService {
  const open = new Map<string, Open>()
  const list = createLiveValue<Question[]>([])
  const publish = () => list.set([...open.values()].map(({ question }) => question))

  async function put(draft: QuestionDraft | LoginQuestionDraft, signal?: AbortSignal): Promise<Answer> {
    if (signal?.aborted) return no
    const question = { ...draft, id: randomUUID(), expiresAt: isoIn(clock, QUESTION_MS) } as Question
    const ended = new AbortController()
    const answer = await new Promise<Answer>((resolve) => {
      open.set(question.id, { question, settle: resolve })
      publish()
      signal?.addEventListener('abort', () => resolve(no), { signal: ended.signal })
      clock.sleep(QUESTION_MS, ended.signal).then(
        () => resolve(no),
        () => resolve(no), // only ever aborted, once there is an answer
      )
    })
    ended.abort()
    open.delete(question.id)
    publish()
    return answer
  }

  return {
    async ask(draft, signal) {
      const { kind } = await put(draft, signal)
      return kind === 'login' ? 'no' : kind // never: it does not fit
    },
    async askLogin(draft, signal) {
      const answer = await put(draft, signal)
      return answer.kind === 'login' ? answer.texts : null
    },
    watch: async (_input, { signal }) => list.watch(signal),
    async answer({ id, answer }) {
      const asked = open.get(id)
      if (asked === undefined) throw questionGone()
      requireFitting(asked.question, answer)
      asked.settle(answer)
    },
  }
}

function requireFitting(question: Question, answer: Answer): void {
  if (answer.kind === 'login' || (question.kind === 'login' && answer.kind !== 'no'))
    requireLoginAnswer(question, answer)
  if (question.kind === 'host-keys-announced' && answer.kind !== 'replace') return
  if (answer.kind === 'never')
    throw new LatchkeyError('input-invalid', 'Only announced host keys can be refused for good.')
  if (answer.kind === 'trust' && question.kind !== 'host-key-unknown')
    throw new LatchkeyError('input-invalid', "A changed host key can't simply be trusted.", {
      advice: 'Replace the known key by typing the host, or refuse.',
    })
  if (answer.kind !== 'replace') return
  if (question.kind !== 'host-key-changed')
    throw new LatchkeyError('input-invalid', 'There is no known key to replace.', {
      advice: 'Trust the new host key, or refuse.',
    })
  if (answer.typed !== question.confirm)
    throw new LatchkeyError('input-invalid', 'What was typed is not the host.', {
      advice: `Type ${question.confirm} exactly, or refuse.`,
    })
}

function requireLoginAnswer(question: Question, answer: Answer): void {
  const asked = question.kind === 'login' ? question.prompts.length : null
  if (answer.kind === 'login' && answer.texts.length === asked) return
  throw new LatchkeyError('input-invalid', 'This is no answer to what is asked.')
}

function questionGone(): LatchkeyError {
  return new LatchkeyError('question-not-found', 'This question is no longer open.', {
    advice: 'It was answered, or its two minutes are over: connect again to be asked again.',
  })
}

function isoIn(clock: Clock, ms: number): string {
  return new Date(clock.now() + ms).toISOString()
}
