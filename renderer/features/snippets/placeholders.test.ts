import { describe, expect, it } from 'vitest'
import { fillIn, placeholdersIn } from './placeholders.js'

describe('placeholders of a snippet', () => {
  it('are found once each, with their defaults', () => {
    expect(placeholdersIn('ssh {{host}} -p {{ port = 22}} # {{host=web-1}} {{}} {single}')).toEqual([
      { name: 'host', preset: 'web-1' },
      { name: 'port', preset: '22' },
    ])
    expect(placeholdersIn("awk '{print $1}' {{ file }}")).toEqual([{ name: 'file', preset: '' }])
  })
  it('are no blanks alone, and a text full of openings is gone through at once', () => {
    expect(placeholdersIn('{{   }}')).toEqual([])
    expect(fillIn('{{   }}', new Map())).toBe('{{   }}')
    const text = `{{${' '.repeat(40)}`.repeat(450)
    const before = performance.now()
    expect(placeholdersIn(text)).toEqual([])
    expect(performance.now() - before).toBeLessThan(3_000)
  })
  it('are filled in everywhere, and what is filled in stays as it is', () => {
    const values = new Map([
      ['a', '{{b}} $& $1'],
      ['b', 'no'],
    ])
    expect(fillIn('x {{a}} {{a=1}} {{c}}.', values)).toBe('x {{b}} $& $1 {{b}} $& $1 .')
  })
})
