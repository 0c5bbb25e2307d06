import { expect, it } from 'vitest'
import { updateWords } from './update-words.js'

it('offers one step at a time, and none where somebody else brings new versions', () => {
  const step = (state: Parameters<typeof updateWords>[0]) => updateWords(state).action?.step ?? null
  expect(step({ state: 'idle' })).toBe('check')
  expect(step({ state: 'newest' })).toBe('check')
  expect(step({ state: 'found', version: '0.2.0' })).toBe('fetch')
  expect(step({ state: 'fetching', version: '0.2.0', percent: 4 })).toBeNull()
  expect(step({ state: 'ready', version: '0.2.0' })).toBe('install')
  expect(step({ state: 'failed', problem: 'No network.' })).toBe('check')
  expect(updateWords({ state: 'elsewhere', why: 'Your package manager updates it.' })).toEqual({
    text: 'Your package manager updates it.',
    action: null,
  })
})
