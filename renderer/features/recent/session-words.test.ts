import { expect, it } from 'vitest'
import { openWords, recentWords } from './session-words.js'

const at = '2026-01-01T00:00:00.000Z'
const said = (end: Parameters<typeof recentWords>[0]['end']) => {
  const { word, more } = recentWords({ end })
  return `${word}: ${more}`
}

it('says how a session ended, and why where that is known', () => {
  expect(said({ at, how: 'exited', exit: 0, problem: null })).toBe('ended: ')
  expect(said({ at, how: 'exited', exit: 130, problem: null })).toBe('ended: exit status 130')
  expect(said({ at, how: 'exited', exit: 'HUP', problem: null })).toBe('ended: by signal HUP')
  expect(said({ at, how: 'lost', exit: null, problem: 'No answer.' })).toBe('lost: No answer.')
  expect(said({ at, how: 'failed', exit: null, problem: 'Refused.' })).toBe('not connected: Refused.')
  expect(said({ at, how: 'closed', exit: null, problem: null })).toBe('closed: ')
  expect(said(null)).toBe('cut off: Latchkey ended before it did.')
})

it('says that a session is in another window', () => {
  expect(openWords({ state: 'open' }, true)).toMatchObject({ word: 'open', more: '' })
  expect(openWords({ state: 'connecting' }, false)).toMatchObject({ more: 'in another window' })
})
