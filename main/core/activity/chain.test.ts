import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActivityEvent } from '../../../contract/activity.js'
import { type ChainEnd, checkChain, endOf, entriesOf, nextLine, noLines } from './chain.js'

const at = '2026-07-01T08:00:00.000Z'

function chainOf(events: ActivityEvent[], from = noLines): { text: string; head: ChainEnd } {
  let head = from
  const lines = events.map((event) => {
    const next = nextLine(head, { at, event })
    head = next.end
    return `${next.line}\n`
  })
  return { text: lines.join(''), head }
}

const three = chainOf(['vault-made', 'vault-unlocked', 'vault-locked'])
const lines = three.text.split('\n').slice(0, 3)
const textOf = (kept: (string | undefined)[]) => kept.map((line) => `${line}\n`).join('')

describe('a whole record', () => {
  it('is sound, and its digest is that of its last line', () => {
    expect(checkChain(three.text, three.head)).toEqual({
      state: 'sound',
      entries: 3,
      since: at,
      digest: three.head.hash,
    })
  })

  it('is sound without any entry', () => {
    expect(checkChain('', null)).toEqual({ state: 'sound', entries: 0, since: null, digest: null })
  })

  it('is sound where a crash came between the last line and the head', () => {
    const head = endOf(textOf(lines.slice(0, 2)), null)
    expect(checkChain(three.text, head)).toMatchObject({ state: 'sound', entries: 3 })
    expect(endOf(three.text, head)).toEqual(three.head)
  })
})

describe('what was done to it is found, and where', () => {
  it.each([
    ['an entry changed', [lines[0], lines[1]?.replace('unlocked', 'locked'), lines[2]], 2],
    ['the last entry changed', [lines[0], lines[1], lines[2]?.replace('locked', 'made')], 3],
    ['the first entry removed', lines.slice(1), 1],
    ['one in between removed', [lines[0], lines[2]], 2],
    ['the last one removed', lines.slice(0, 2), 3],
    ['all removed', [], 1],
    ['one put in twice', [lines[0], lines[1], lines[1], lines[2]], 3],
    ['two in another order', [lines[0], lines[2], lines[1]], 2],
    ['a line that is no entry', [lines[0], 'garbage', lines[2]], 2],
    ['an empty line', [lines[0], '', lines[1], lines[2]], 2],
  ])('%s', (_what, kept, line) => {
    const verdict = checkChain(textOf(kept), three.head)
    expect(verdict).toMatchObject({ state: 'broken', line, sound: line - 1 })
  })

  it('the head removed', () => {
    expect(checkChain(three.text, null)).toMatchObject({ state: 'broken', line: 4, sound: 3 })
  })

  it('any change of any byte', () => {
    fc.assert(
      fc.property(fc.nat(three.text.length - 1), fc.integer({ min: 1, max: 127 }), (index, code) => {
        const other = String.fromCharCode(three.text.charCodeAt(index) ^ code)
        const text = three.text.slice(0, index) + other + three.text.slice(index + 1)
        expect(checkChain(text, three.head).state).toBe('broken')
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['cut short', lines.slice(0, 2)],
    ['changed at its end', [lines[0], lines[1], lines[2]?.replace('locked', 'made')]],
  ])('for ever: a record that was %s goes on after what was there', (_what, kept) => {
    const text = textOf(kept)
    const more = chainOf(['vault-unlocked', 'vault-locked'], endOf(text, three.head))
    expect(checkChain(text + more.text, more.head).state).toBe('broken')
  })
})

it('reads the entries between lines that are none', () => {
  expect(entriesOf(textOf([lines[0], 'garbage', lines[2]])).map(({ seq }) => seq)).toEqual([1, 3])
})
