import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isLinkTarget } from './link-facts.js'
import { plainLinks } from './plain-links.js'

const targets = (text: string) => plainLinks(text).map(({ target }) => target)

it.each([
  ['see https://a.example/x, and http://b.example.', ['https://a.example/x', 'http://b.example']],
  ['(https://a.example/x) [https://b.example]', ['https://a.example/x', 'https://b.example']],
  ['https://a.example/x_(y) "https://b.example/"', ['https://a.example/x_(y)', 'https://b.example/']],
  ['<https://a.example/?q=1&r=2#f>', ['https://a.example/?q=1&r=2#f']],
  ['ftp://a.example file:///x javascript:alert(1) a.example', []],
  ['https://a.example/\u202egpj.exe', ['https://a.example/']],
])('finds the addresses in %j', (text, found) => expect(targets(text)).toEqual(found))

it('takes nothing that is no link', () => {
  const parts = fc.constantFrom(
    'https://',
    'http://',
    'a.example',
    '@',
    ')',
    '(',
    '.',
    ' ',
    '\u202e',
    '\\',
    '%',
    ':',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (some) => {
      const text = some.join('')
      for (const { target, index } of plainLinks(text)) {
        expect(isLinkTarget(target)).toBe(true)
        expect(text.slice(index, index + target.length)).toBe(target)
      }
    }),
  )
})
