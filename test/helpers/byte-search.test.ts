import { describe, expect, it } from 'vitest'
import { needlesOf, privateNumbers } from '../e2e/secret-forms.js'
import { byteSearch } from './byte-search.js'
import { freshKey } from './fresh-key.js'

const text = 'gehe"im\\ ü 42'
const secret = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const search = byteSearch(
  needlesOf(
    new Map<string, Buffer | string>([
      ['text', text],
      ['bytes', secret],
    ]),
  ),
)
const names = (bytes: Uint8Array) => [...new Set(search(bytes).map(({ name }) => name))]

describe('a secret is found', () => {
  const around = (content: Uint8Array) =>
    Buffer.concat([Buffer.from('before '), content, Buffer.from(' after')])

  it.each<[string, Buffer]>([
    ['as UTF-8', Buffer.from(text)],
    ['as UTF-16', Buffer.from(text, 'utf16le')],
    ['as Latin-1', Buffer.from(text, 'latin1')],
    ['in JSON', Buffer.from(JSON.stringify({ password: text }))],
  ])('that is a text, %s', (_how, content) => {
    expect(names(around(content))).toEqual(['text'])
  })

  it.each<[string, Buffer]>([
    ['as it is', secret],
    ['from its last byte', Buffer.from(secret).reverse()],
    ['as hex', Buffer.from(secret.toString('hex'))],
    ['as hex in capitals', Buffer.from(secret.toString('hex').toUpperCase())],
    ['as hex in UTF-16', Buffer.from(secret.toString('hex'), 'utf16le')],
  ])('of bytes, %s', (_how, content) => {
    expect(names(around(content))).toEqual(['bytes'])
  })

  it.each([0, 1, 2, 3, 4])('within base64 of something longer, %d bytes before it', (before) => {
    const whole = Buffer.concat([Buffer.alloc(before, 7), secret, Buffer.alloc(5, 9)])
    expect(names(Buffer.from(whole.toString('base64')))).toEqual(['bytes'])
    expect(names(Buffer.from(whole.toString('base64url')))).toEqual(['bytes'])
  })
})

it('another one is not', () => {
  expect(names(Buffer.from('gehe"im 42, 00112233445566778899aabbccddeefe'))).toEqual([])
})

it('says where, and leaves what begins later to the next block', () => {
  const bytes = Buffer.concat([Buffer.alloc(10), secret, secret])
  expect(search(bytes).map(({ at }) => at)).toEqual([10, 26])
  expect(search(bytes, 26).map(({ at }) => at)).toEqual([10])
})

it.each([4095, 4096, 8191, 8192, 12_286])('is found behind pages of zeros, at %d', (at) => {
  const bytes = Buffer.alloc(3 * 4096 + 64)
  secret.copy(bytes, at)
  expect(search(bytes).map((hit) => [hit.name, hit.at])).toEqual([['bytes', at]])
})

it('knows the numbers of each type of key pair', () => {
  for (const type of ['ed25519', 'P-256', 'rsa1024'] as const) {
    const der = freshKey(type).export({ type: 'pkcs8', format: 'der' })
    const found = byteSearch(needlesOf(new Map(privateNumbers('it', der))))(der).map(({ name }) => name)
    expect(found).toEqual(type === 'rsa1024' ? ['d of it', 'p of it', 'q of it'] : ['d of it'])
  }
})
