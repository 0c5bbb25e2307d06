import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUtf8Name, nameOf, parentOf, pathIn, shownName } from '../../../contract/file-names.js'
import { bytesOfName, isFileName, nameOfBytes } from './name-bytes.js'

describe('names are bytes', () => {
  it('of which each is one text, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = nameOfBytes(bytes)
        expect(bytesOfName(text)).toEqual(Buffer.from(bytes))
        expect(JSON.parse(JSON.stringify(text))).toBe(text)
      }),
    )
  })

  it('of which those that are UTF-8 read as what they say, the others keep what does', () => {
    expect(nameOfBytes(Buffer.from('Grüße 🔑'))).toBe('Grüße 🔑')
    expect(nameOfBytes(Buffer.from([0xef, 0xbb, 0xbf, 0x61]))).toBe('\ufeffa')
    const latin = nameOfBytes(Buffer.from('Gr\xfc\xdfe \u{1f511}', 'latin1'))
    expect(isUtf8Name(latin)).toBe(false)
    expect(latin.startsWith('Gr\udcfc\udcdfe ')).toBe(true)
    expect(nameOfBytes(Buffer.concat([Buffer.from([0xe9]), Buffer.from('é')]))).toBe('\udce9é')
  })

  it('of which a surrogate that came as UTF-8 is three bytes, and no sign', () => {
    const text = nameOfBytes(Buffer.from([0xed, 0xb2, 0x80]))
    expect(text).toBe('\udced\udcb2\udc80')
  })
})

describe('a name is shown', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['a\\b', 'a\\b'],
    ['line\nend\tand\x1b[31m', 'line\\nend\\tand\\x1B[31m'],
    ['\x7f', '\\x7F'],
    ['gpj.\u202eexe', 'gpj.\\u{202e}exe'],
    ['r\udce9sum\udce9', 'r\\xE9sum\\xE9'],
    ['\\xE9\udce9', '\\\\xE9\\xE9'],
    ['\u2028', '\\u{2028}'],
  ])('%j as %j', (name, shown) => expect(shownName(name)).toBe(shown))
})

describe('a path', () => {
  it('has a name, a folder, and names in it', () => {
    expect([nameOf('/a/b'), nameOf('/a/b/'), nameOf('/'), nameOf('a')]).toEqual(['b', 'b', '/', 'a'])
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/'), parentOf('/a/b/')]).toEqual([
      '/a',
      '/',
      '/',
      '/a',
    ])
    expect([pathIn('/', 'a'), pathIn('/a', 'b')]).toEqual(['/a', '/a/b'])
  })
})

it.each(['', '.', '..', '../x', '/', '/etc', 'a/b', 'a\0b'])('%j is no name in a folder', (name) =>
  expect(isFileName(Buffer.from(name))).toBe(false),
)

it.each(['...', '.a', '..a', ' ', '-rf', '\n', 'a\\b'])('%j is a name', (name) =>
  expect(isFileName(Buffer.from(name))).toBe(true),
)
