import { expect, it } from 'vitest'
import { handedBy, splitArguments } from './handed.js'

const cwd = '/home/ada'

it.skipIf(process.platform === 'win32').each([
  ['ssh://web', { link: 'ssh://web' }],
  ['SSH:nonsense', { link: 'SSH:nonsense' }],
  ['latchkey://instance/a/b', { link: 'latchkey://instance/a/b' }],
  ['deploy.pem', { file: '/home/ada/deploy.pem' }],
  ['../bob/My Key.PPK', { file: '/home/bob/My Key.PPK' }],
  ['/tmp/a.pem', { file: '/tmp/a.pem' }],
  ['file:///tmp/my%20key.pem', { file: '/tmp/my key.pem' }],
  ['file://localhost/tmp/a.pem', { file: '/tmp/a.pem' }],
  ['file://elsewhere/tmp/a.pem', null],
  ['file:///tmp/a%2Fb.pem', null],
  ['http://web/a.txt', null],
  ['id_ed25519', null],
  ['a.pem.txt', null],
  ['--type=renderer', null],
  ['--load=evil.pem', null],
  ['-oProxyCommand=x.pem', null],
  ['', null],
  ['.', null],
])('of %s it takes %o', (argument, handed) => {
  expect(handedBy(argument, cwd)).toEqual(handed)
})

it.skipIf(process.platform === 'win32').each([
  [['--profile', '/p'], ['--profile', '/p'], []],
  [['--profile', '/p', 'ssh://web'], ['--profile', '/p'], [{ link: 'ssh://web' }]],
  [['ssh://web', '--profile=/evil', '--lab-file=/evil'], [], [{ link: 'ssh://web' }]],
  [['--no-sandbox', 'ssh://a', 'ssh://b', '--disable-gpu'], ['--no-sandbox'], [{ link: 'ssh://b' }]],
  [['a.pem', 'b.ppk', 'c.txt'], [], [{ file: '/home/ada/a.pem' }, { file: '/home/ada/b.ppk' }]],
  [['a.pem', 'ssh://web'], [], [{ link: 'ssh://web' }]],
])('splits %o', (args, own, handed) => {
  expect(splitArguments(args, cwd)).toEqual({ own, handed })
})
