import { expect, it } from 'vitest'
import { utf8Locale } from './locale.js'

it("takes the user's own locale, and nothing else of the environment", () => {
  const locale = { LANG: 'de_DE.UTF-8', LC_COLLATE: 'C', LC_TIME: 'en_DK.utf8' }
  expect(utf8Locale({ ...locale, HOME: '/root', LANGUAGE: 'de', LC_CTYPE: '' })).toEqual(locale)
})

it.each([
  ['says nothing', {}],
  ['is not UTF-8', { LANG: 'de_DE.ISO-8859-1' }],
  ['is switched off', { LANG: 'de_DE.UTF-8', LC_ALL: 'C' }],
  ['is no locale', { LANG: 'x; reboot.UTF-8' }],
  ['is named as macOS does it', { LC_CTYPE: 'UTF-8' }],
])('takes none that %s', (_what, env) => expect(utf8Locale(env)).toBeUndefined())
