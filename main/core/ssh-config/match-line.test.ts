import { expect, it } from 'vitest'
import { type MatchSubject, matchLine } from './match-line.js'

const subject: MatchSubject = {
  ...{ originalHost: 'web', host: 'web.example.com', user: 'ada', localUser: 'ada' },
  ...{ tag: 'work', addresses: ['127.0.0.1', '10.1.2.3', 'fe80::1'], final: false },
}

it.each([
  ['tagged work', true],
  ['tagged home,w*', true],
  ['tagged home', false],
  ['!tagged home', true],
  ['tagged ""', false],
  ['localnetwork 10.0.0.0/8', true],
  ['localnetwork 192.168.0.0/16,10.1.2.3', true],
  ['localnetwork 192.168.0.0/16', false],
  ['!localnetwork 192.168.0.0/16', true],
  ['localnetwork fe80::/10', true],
  ['localnetwork 10.0.0.0/99', 'unsure'],
  ['localnetwork office', 'unsure'],
  ['sessiontype shell', true],
  ['sessiontype exec,subsystem', false],
  ['command ""', true],
  ['command rsync*', false],
  ['version OpenSSH_10.*', 'unsure'],
  ['version OpenSSH_10.* user root', false],
  ['exec "test -f x"', 'unsure'],
])('%s: %s', (text, fits) => {
  expect(matchLine(text, subject).fits).toBe(fits)
})

it('takes the empty tag for none', () => {
  expect(matchLine('tagged ""', { ...subject, tag: null }).fits).toBe(true)
  expect(matchLine('tagged work', { ...subject, tag: null }).fits).toBe(false)
})
