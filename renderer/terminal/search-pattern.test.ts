import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PATTERN, matchesIn, patternOf, type Query } from './search-pattern.js'

const query = (text: string, more: Partial<Query> = {}): Query => ({
  ...{ text, regex: false, matchCase: false, wholeWord: false },
  ...more,
})

function found(asked: Query, text: string): string[] {
  const pattern = patternOf(asked)
  if (pattern === null || 'problem' in pattern) throw new Error('No pattern')
  const at = matchesIn(text, new RegExp(pattern.source, pattern.flags), 100)
  return at.flatMap((index, n) => (n % 2 === 0 ? [text.slice(index, index + (at[n + 1] ?? 0))] : []))
}

describe('a query', () => {
  it('is plain text, in any case, unless it says otherwise', () => {
    expect(found(query('a.b'), 'A.B axb a.b')).toEqual(['A.B', 'a.b'])
    expect(found(query('a.b', { matchCase: true }), 'A.B axb a.b')).toEqual(['a.b'])
    expect(found(query('a.b', { regex: true }), 'A.B axb')).toEqual(['A.B', 'axb'])
  })
  it('finds whole words of every script', () => {
    expect(found(query('über', { wholeWord: true }), 'über überall Über')).toEqual(['über', 'Über'])
    expect(found(query('a|b', { wholeWord: true, regex: true }), 'a ab b')).toEqual(['a', 'b'])
  })
  it('takes expressions that are only valid the loose way', () => {
    expect(found(query(String.raw`\-{2}`, { regex: true }), 'a--b')).toEqual(['--'])
  })
  it('says what is wrong with it', () => {
    expect(patternOf(query('(', { regex: true }))).toEqual({
      problem: 'This is not a complete regular expression.',
    })
    expect(patternOf(query('x'.repeat(MAX_PATTERN + 1)))).toEqual({ problem: 'Too long to be searched.' })
    expect(patternOf(query(''))).toBeNull()
  })
  it('finds every plain text in itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary-ascii' }), (text) => {
        expect(found(query(text, { matchCase: true }), text)).toEqual([text])
      }),
    )
  })
})

it('ends also where an expression matches nothing at all', () => {
  expect(matchesIn('aba', /b*/g, 10)).toEqual([1, 1])
  expect(matchesIn('aaaa', /a/g, 2)).toEqual([0, 1, 1, 1])
  expect(matchesIn('a👩🏽b', /b*/gu, 10)).toEqual([5, 1])
  expect(matchesIn('a👩🏽b', /b*/g, 10)).toEqual([5, 1])
})
