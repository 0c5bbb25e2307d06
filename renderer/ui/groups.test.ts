import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupEntries } from './groups.js'

const row = fc.record({ id: fc.nat(), group: fc.constantFrom('', 'a', 'B', 'c 2', 'c 10') })

it('keeps every row once, in its group and in its order, and counts those that are collapsed', () => {
  fc.assert(
    fc.property(fc.array(row), fc.subarray(['', 'a', 'B', 'c 2', 'c 10']), (rows, closed) => {
      const entries = groupEntries(rows, ({ group }) => group, new Set(closed))
      const headings = entries.flatMap((entry) => (entry.kind === 'group' ? entry : []))
      expect(headings.map(({ label }) => label)).toEqual(
        ['a', 'B', 'c 2', 'c 10', ''].filter((label) => rows.some(({ group }) => group === label)),
      )
      for (const { label, rows: inGroup, open } of headings) {
        expect(inGroup).toEqual(rows.filter(({ group }) => group === label))
        expect(open).toBe(!closed.includes(label))
      }
      const shown = entries.flatMap((entry) => (entry.kind === 'row' ? entry.row : []))
      expect(shown).toEqual(headings.flatMap(({ rows: inGroup, open }) => (open ? inGroup : [])))
    }),
  )
})
