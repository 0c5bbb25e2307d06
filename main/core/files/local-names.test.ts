import { expect, it } from 'vitest'
import { requireLocalName } from './local-names.js'

it.each([
  ['linux', '..'],
  ['linux', '.'],
  ['linux', ''],
  ['linux', '../x'],
  ['linux', '/'],
  ['linux', '/etc/passwd'],
  ['linux', 'a\0b'],
  ['win32', '..\\x'],
  ['win32', 'C:'],
  ['win32', 'file:stream'],
  ['win32', 'NUL'],
  ['win32', 'com1.txt'],
  ['win32', 'dot.'],
  ['win32', 'a\nb'],
  ['darwin', 'r\udce9sum\udce9'],
])('on %s no file is called %j', (platform, name) =>
  expect(() => requireLocalName(name, platform)).toThrow(/No file here/),
)

it.each([
  ['linux', 'a\nb'],
  ['linux', 'NUL'],
  ['linux', 'r\udce9sum\udce9'],
  ['win32', 'Grüße.txt'],
  ['win32', 'console'],
])('on %s a file may be called %j', (platform, name) => requireLocalName(name, platform))
