import type { IParser, IUnicodeVersionProvider } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { limitMarks, limitSequences, MAX_COUNT, MAX_MARKS, safeTitle } from './limits.js'

type CsiHandler = (params: (number | number[])[]) => boolean | Promise<boolean>

function csiHandlers(): Map<string, CsiHandler> {
  const handlers = new Map<string, CsiHandler>()
  const parser = {
    registerCsiHandler: (id: { final: string }, handler: CsiHandler) => handlers.set(id.final, handler),
    registerOscHandler: () => undefined,
  }
  limitSequences(parser as unknown as IParser)
  return handlers
}

describe('counts', () => {
  it.each(['b', 'L', 'M', 'S', 'T', 'I', 'Z'])(
    'drops CSI 2147483647 %s and leaves sane ones to xterm',
    (final) => {
      const handler = csiHandlers().get(final)
      expect(handler?.([2147483647])).toBe(true)
      expect(handler?.([MAX_COUNT])).toBe(false)
      expect(handler?.([0])).toBe(false)
      expect(handler?.([])).toBe(false)
    },
  )
})

describe('combining marks', () => {
  /** As addon-unicode11 does it: a mark (U+0301) joins what stands before it. */
  const inner: IUnicodeVersionProvider = {
    version: '11',
    wcwidth: (codepoint) => (codepoint === 0x301 ? 0 : 1),
    charProperties: (codepoint, preceding) => (codepoint === 0x301 && preceding !== 0 ? 0b011 : 0b010),
  }
  const joins = (text: string): boolean[] => {
    const limited = limitMarks(inner, MAX_MARKS)
    let preceding = 0
    return [...text].map((character) => {
      preceding = limited.charProperties(character.codePointAt(0) ?? 0, preceding)
      return (preceding & 1) === 1
    })
  }

  it('stay on their character up to the limit', () => {
    expect(joins('e\u0301\u0301x')).toEqual([false, true, true, false])
  })
  it('never pile up beyond it', () => {
    let run = 0
    for (const joined of joins(`e${'\u0301'.repeat(10_000)}`)) {
      run = joined ? run + 1 : 0
      expect(run).toBeLessThanOrEqual(MAX_MARKS)
    }
  })
  it('keep the width of a wide character', () => {
    const wide = {
      ...inner,
      charProperties: (c: number, p: number) => (c === 0x301 && p !== 0 ? 0b101 : 0b100),
    }
    const limited = limitMarks(wide, MAX_MARKS)
    expect((limited.charProperties(0x301, limited.charProperties(0x6f22, 0)) >> 1) & 3).toBe(2)
  })
})

describe('titles', () => {
  it('lose what is not seen', () => {
    expect(safeTitle('root\u202etxt\u2066\u200b\x07\n')).toBe('roottxt')
  })
  it('are cut, also huge ones', () => {
    const title = safeTitle('🔑'.repeat(5_000_000))
    expect([...title]).toHaveLength(120)
    expect(title.endsWith('🔑…')).toBe(true)
  })
})
