import { expect, it } from 'vitest'
import { ActivityEvent } from '../../../contract/activity.js'
import { detailOf, eventSays, eventsOf, groups } from './event-words.js'

it('has words of its own for every event, and each event in one group', () => {
  const says = ActivityEvent.options.map(eventSays)
  expect(new Set(says).size).toBe(ActivityEvent.options.length)
  const grouped = groups.flatMap(({ value }) => eventsOf(value))
  expect(grouped.sort()).toEqual([...ActivityEvent.options].sort())
})

it('says why the vault was locked', () => {
  const entry = { seq: 1, at: '2026-01-01T00:00:00.000Z', event: 'vault-locked' as const }
  expect(detailOf({ ...entry, detail: 'idle' })).toBe('nobody was at work')
  expect(detailOf(entry)).toBe('')
})
