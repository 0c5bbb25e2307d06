import { expect, it } from 'vitest'
import type { ErrorInfo } from '../../contract/errors.js'
import { detailsText } from './details-text.js'

const problem: ErrorInfo = {
  code: 'cloud-credentials',
  message: 'The cloud refused the key.',
  advice: 'Make a new one.',
  retryable: false,
  detail: 'HTTP 401',
  incident: 'ab12',
}

it('is all that is known of an error, one fact a line', () => {
  expect(detailsText(problem, 'Lab')).toBe(
    'Lab: The cloud refused the key.\nMake a new one.\nCode: cloud-credentials\nIncident: ab12\nHTTP 401',
  )
})
