import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNarrowing, type Narrowing } from './narrow-rows.js'

const row = (haystack: string, index: number, keyTexts: string[] = []) => ({
  ...{ id: `${index}`, index, haystack, keyTexts },
  row: { marks: index % 2 === 0 ? (['weak'] as const) : [] } as { marks: 'weak'[] },
})
const all = { mark: 'all', ids: null } as const

describe('narrowing that remembers', () => {
  it('finds the same whatever was typed before', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 6 })
    const narrowing = fc.record<Narrowing>({
      filter: text,
      mark: fc.constantFrom('all', 'weak'),
      ids: fc.constantFrom(null, new Set(['0', '1', '2'])),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), fc.array(narrowing), (texts, narrowings) => {
        const rows = texts.map(([own, ofKey], index) => row(own, index, [ofKey]))
        const narrow = createNarrowing(rows)
        for (const one of narrowings) expect(narrow(one)).toEqual(createNarrowing(rows)(one))
      }),
    )
  })

  it('looks for a letter more only in the rows of the letters before, and for a letter less nowhere', () => {
    const looked: string[] = []
    const watched = (haystack: string, index: number) => {
      const one = row(haystack, index)
      return Object.defineProperty(one, 'haystack', {
        get: () => {
          looked.push(haystack)
          return haystack
        },
      })
    }
    const narrow = createNarrowing(['web-1', 'web-2', 'db'].map(watched))
    narrow({ ...all, filter: 'w' })
    looked.length = 0
    narrow({ ...all, filter: 'we' })
    expect(looked).toEqual(['web-1', 'web-2'])
    narrow({ ...all, filter: 'w' })
    expect(looked).toHaveLength(2)
  })

  it('gives the same array where it lets the same rows through', () => {
    const rows = [row('web-1', 0), row('web-2', 1)]
    const narrow = createNarrowing(rows)
    expect(narrow({ ...all, filter: 'we' })).toBe(rows)
    expect(narrow({ ...all, filter: 'web-2' })).toBe(narrow({ ...all, filter: 'web-2 ' }))
  })
})
