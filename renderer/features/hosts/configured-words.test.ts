import { expect, it } from 'vitest'
import { countWords, keyWords, targetText } from './configured-words.js'

it('writes a login as ssh users do', () => {
  expect(targetText({ user: 'ada', host: 'web', port: 22 })).toBe('ada@web')
  expect(targetText({ user: 'ada', host: '2001:db8::1', port: 2222 })).toBe('ada@[2001:db8::1]:2222')
  expect([countWords(1), countWords(0)]).toEqual(['1 host', '0 hosts'])
})

it('says of key files why none of them is used', () => {
  const keys = [
    { path: '~/.ssh/a', state: 'missing' as const, keyId: null },
    { path: '~/.ssh/b', state: 'outside' as const, keyId: null },
  ]
  expect(keyWords(keys, null)).toBe('~/.ssh/a: not there; ~/.ssh/b: not in the vault.')
  expect(keyWords(keys, 'k1')).toBeNull()
  expect(keyWords([], null)).toBeNull()
})
