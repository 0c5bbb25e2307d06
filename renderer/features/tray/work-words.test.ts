import { expect, it } from 'vitest'
import type { WorkItem } from '../../../contract/work.js'
import { barText, sentBeforeText, workState, workTitle } from './work-words.js'

const item: WorkItem = {
  ...{ id: 'w1', kind: 'bind', name: 'deploy', on: 'web-1', count: 1, state: 'running', step: 'Stop web-1' },
  ...{
    progress: null,
    failures: [],
    done: 0,
    sentBefore: [],
    failed: 0,
    place: null,
    canCancel: true,
    canRetry: false,
    again: null,
  },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: null, read: false, begunHere: true },
}
const ended = (state: 'done' | 'failed', read = false): WorkItem => ({
  ...{ ...item, id: state, state, read, step: null, endedAt: '2026-01-01T00:01:00.000Z' },
  failed: state === 'failed' ? 1 : 0,
})

it('names what is done, to one or to several', () => {
  expect(workTitle(item)).toBe('Binding deploy to web-1')
  expect(workTitle({ ...item, kind: 'unbind', count: 1200 })).toBe('Unbinding deploy from 1,200 instances')
  const refresh = { ...item, kind: 'refresh' as const, on: null }
  expect(workTitle({ ...refresh, name: '', count: 2 })).toBe('Reading the instances')
  expect(workTitle({ ...refresh, name: 'Lab', count: 2 })).toBe('Reading the instances of 2 accounts')
})

it('says how far it is, in the unit in which it is counted', () => {
  expect(workState(item)).toBe('Stop web-1')
  expect(workState({ ...item, progress: { done: 3, of: 12, unit: 'parts' } })).toBe('3 of 12')
  expect(workState({ ...item, progress: { done: 512, of: 1024, unit: 'bytes' } })).toMatch(/^50 % of 1/)
  expect(workState({ ...item, state: 'asking' })).toBe('waiting for your answer')
})

it('counts what came of several, and names what a cancel came too late for', () => {
  const several = { ...ended('failed'), count: 30, failed: 2, done: 28 }
  expect(workState(several)).toBe('2 of 30 failed')
  expect(workState({ ...several, state: 'cancelled', failed: 0, done: 4 })).toBe('cancelled, 4 of 30 done')
  expect(workState({ ...several, count: 1, failed: 2 })).toBe('2 failed')
  const sentBefore = Array.from({ length: 12 }, (_, n) => `web-${n}`)
  expect(sentBeforeText({ ...item, sentBefore })).toMatch(/goes on with: web-0, .* web-9 and 2 more\.$/)
  expect(sentBeforeText(item)).toBeNull()
})

it('says in the status bar what runs, and what has ended unread', () => {
  expect(barText([])).toEqual({ text: 'Nothing under way', tone: 'idle' })
  expect(barText([item])).toEqual({ text: 'Binding deploy to web-1: Stop web-1', tone: 'busy' })
  expect(barText([item, item, ended('failed')])).toEqual({ text: '2 under way; 1 failed', tone: 'busy' })
  expect(barText([ended('done'), ended('failed')])).toEqual({ text: '1 failed, 1 done', tone: 'danger' })
  const given = { ...ended('done'), state: 'cancelled' as const }
  expect(barText([given])).toEqual({ text: '1 cancelled', tone: 'idle' })
  expect(barText([ended('failed', true)])).toEqual({ text: 'Nothing under way', tone: 'idle' })
})
