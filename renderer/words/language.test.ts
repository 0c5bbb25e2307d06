import { expect, it } from 'vitest'
import type { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'
import { hear } from './language.js'

const problem: ErrorInfo = { code: 'cancelled', message: 'This was cancelled.', retryable: true }

it('what the host says is text only once it was heard', () => {
  // @ts-expect-error It would stay English: the compiler refuses this wherever it is shown.
  const unheard: string = problem.message
  // @ts-expect-error The same where it goes into a sentence of the window.
  const within = say`Not done: ${problem.message}`
  const shown: string = hear(problem.message)
  expect([unheard, within, shown]).toEqual([
    'This was cancelled.',
    'Not done: This was cancelled.',
    'This was cancelled.',
  ])
  expect(hear(problem.advice)).toBeUndefined()
})
