import { expect, it } from 'vitest'
import { nextStep, stepsDone } from './guide-steps.js'

const none = { keys: [], accounts: [], instances: [], sessions: { open: [], recent: [] } }

it('goes by what is there, in whichever order it came', () => {
  expect(stepsDone(none)).toEqual([false, false, false])
  expect(stepsDone({ ...none, keys: [1] })).toEqual([true, false, false])
  expect(stepsDone({ ...none, instances: ['an own host'] })).toEqual([false, true, false])
  expect(stepsDone({ ...none, sessions: { open: [{ state: 'open' }], recent: [] } })).toEqual([
    false,
    false,
    true,
  ])
})

it('counts no connection that never came about', () => {
  const end = { at: '2026-01-01T00:00:00.000Z', exit: null, problem: null }
  const recent = (how: 'failed' | 'closed') => ({
    open: [{ state: 'connecting' as const }],
    recent: [{ end: { ...end, how } }],
  })
  expect(stepsDone({ ...none, sessions: recent('failed') })?.[2]).toBe(false)
  expect(stepsDone({ ...none, sessions: recent('closed') })?.[2]).toBe(true)
})

it('says nothing before all of it was read', () => {
  expect(stepsDone({ ...none, sessions: undefined })).toBeNull()
})

it('proposes the first step that is not done', () => {
  expect(nextStep([false, true, false])).toBe(0)
  expect(nextStep([true, true, false])).toBe(2)
})
