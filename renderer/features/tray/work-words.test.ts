import { expect, it } from 'vitest'
import type { WorkItem } from '../../../contract/work.js'
import { barText, workState, workTitle } from './work-words.js'

const item: WorkItem = {
  ...{ id: 'w1', kind: 'bind', name: 'deploy', on: 'web-1', count: 1, state: 'running', step: 'Stop web-1' },
  ...{ progress: null, failures: [], failed: 0, place: null, canCancel: true, canRetry: false },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: null, read: false, begunHere: true },
}
const ended = (state: 'done' | 'failed', read = false): WorkItem => ({
  ...{ ...item, id: state, state, read, step: null, endedAt: '2026-01-01T00:01:00.000Z' },
  failed: state === 'failed' ? 1 : 0,
})

it('names what is done, to one or to several', () => {
  expect(workTitle(item)).toBe('Binding deploy to web-1')
  expect(workTitle({ ...item, kind: 'unbind', count: 1200 })).toBe('Unbinding deploy from 1,200 instances')
  expect(workTitle({ ...item, kind: 'refresh', name: '', on: null })).toBe('Reading the instances')
})

it('says how far it is, in the unit in which it is counted', () => {
  expect(workState(item)).toBe('Stop web-1')
  expect(workState({ ...item, progress: { done: 3, of: 12, unit: 'parts' } })).toBe('3 of 12')
  expect(workState({ ...item, progress: { done: 512, of: 1024, unit: 'bytes' } })).toMatch(/^50 % of 1/)
  expect(workState({ ...item, state: 'asking' })).toBe('waiting for your answer')
})

it('says in the status bar what runs, and what has ended unread', () => {
  expect(barText([])).toEqual({ text: 'Nothing under way', tone: 'idle' })
  expect(barText([item])).toEqual({ text: 'Binding deploy to web-1: Stop web-1', tone: 'busy' })
  expect(barText([item, item, ended('failed')])).toEqual({ text: '2 under way; 1 failed', tone: 'busy' })
  expect(barText([ended('done'), ended('failed')])).toEqual({ text: '1 failed, 1 done', tone: 'danger' })
  expect(barText([ended('failed', true)])).toEqual({ text: 'Nothing under way', tone: 'idle' })
})
