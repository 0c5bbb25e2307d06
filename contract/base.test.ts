import { describe, expect, it } from 'vitest'
import { asPlainText, isPlainText, LoginUser } from './base.js'

it('plain text has no control characters and none that turn the text around', () => {
  for (const text of ['web-1', 'Ключ', 'مفتاح', '🔑 prod', 'a\u200db'])
    expect(isPlainText(text), text).toBe(true)
  for (const text of ['a\nb', 'a\u0000', 'a\u202eb', '\u2066a', 'a\u200f'])
    expect(isPlainText(text)).toBe(false)
})

it('shows a text from elsewhere as what it is', () => {
  expect(asPlainText('id_\u202egnp.asr\n')).toBe('id_\\u{202e}gnp.asr\\u{a}')
  expect(asPlainText('Ключ 🔑')).toBe('Ключ 🔑')
})

describe('a login user', () => {
  it.each(['root', 'ec2-user', 'a.b_c', 'user@corp.example', 'CORP\\ada', 'ada$'])('can be %s', (user) => {
    expect(LoginUser.parse(` ${user} `)).toBe(user)
  })

  it.each(['', '   ', '-l', 'a b', 'a;b', 'a`b', "a'b", 'a|b', 'a\\', 'a\u202eb', 'x'.repeat(65)])(
    'can not be "%s"',
    (user) => {
      expect(LoginUser.safeParse(user).success).toBe(false)
    },
  )
})
