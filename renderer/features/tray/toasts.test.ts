import { expect, it } from 'vitest'
import type { WorkItem } from '../../../contract/work.js'
import { toTell } from './toasts.js'

const ended: WorkItem = {
  ...{ id: 'w1', kind: 'bind', name: 'deploy', on: 'web-1', count: 1, state: 'failed', step: null },
  ...{
    progress: null,
    failures: [],
    done: 0,
    sentBefore: [],
    again: null,
    failed: 1,
    canCancel: false,
    canRetry: false,
  },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T00:01:00.000Z', read: false },
  ...{ place: { kind: 'binding', id: 'job' }, begunHere: true },
}

it('tells of the end of what was begun in this window, once, and of nothing else', () => {
  const all: WorkItem[] = [
    ended,
    { ...ended, id: 'other window', begunHere: false },
    { ...ended, id: 'read', read: true },
    { ...ended, id: 'running', state: 'running', endedAt: null },
    { ...ended, id: 'by itself', kind: 'refresh' },
  ]
  expect(toTell(all).map(({ id }) => id)).toEqual(['w1'])
})
