import { describe, expect, it } from 'vitest'
import { isLatchkeyError } from '../lib/error.js'
import { formatOptions, requireNotOver } from './options.js'

describe('options', () => {
  it.each([
    [{}, ''],
    [{ restrict: true }, 'restrict,pty'],
    [{ from: ['10.0.0.0/8', '*.example.org', '!10.1.2.3'] }, 'from="10.0.0.0/8,*.example.org,!10.1.2.3"'],
    [{ from: ['2001:db8::/32', '::1'] }, 'from="2001:db8::/32,::1"'],
    [{ lastDay: '2026-12-31' }, 'expiry-time="20270101"'],
    [{ restrict: true, from: ['a'], lastDay: '2028-02-28' }, 'restrict,pty,from="a",expiry-time="20280229"'],
  ])('of %j are %s', (options, text) => {
    expect(formatOptions(options)).toBe(text)
  })

  it.each([
    '203.0.113.7',
    '!203.0.113.7',
    '10.1.2.*',
    '10.?.0.0',
    '2001:db8::7',
    '2001:db8:*',
    'fe80::1%eth0',
    '::ffff:192.0.2.0/120',
    '0.0.0.0/0',
    '!10.0.0.0/8',
    'build-7.example.org',
    '*.example.org',
    '!bad_host',
  ])('may be from %s', (pattern) => {
    expect(formatOptions({ from: [pattern, '*'] })).toBe(`from="${pattern},*"`)
  })

  it.each([
    'a"b',
    'a b',
    'fe80::%eth0/64',
    'a,b',
    'x\ny',
    '10.0.0.0/33',
    '10.0.0.1/8',
    '2001:db8::1/32',
    '::ffff:192.0.2.1/120',
    'example.org/24',
    '1.2.3.0/24/8',
    '1.2.3.0/',
    '10.0.0',
    '10.0.0.256',
    '2001:db8::7::1',
    'build..example.org',
    '.',
    '!',
    '!!10.0.0.1',
    '10.0.*.0/24',
  ])('refuse to be from %j, which sshd would refuse the line for or would never match', (pattern) => {
    expect(problem(() => formatOptions({ from: [pattern] }))).toMatch(/^From: /)
  })

  it('refuse a list that lets nobody in', () => {
    expect(problem(() => formatOptions({ from: ['!10.0.0.1'] }))).toContain('nobody')
  })
})

describe('a last day', () => {
  it('is refused when it is over here, and today is not', () => {
    const noon = new Date(2026, 6, 1, 12).getTime()
    requireNotOver({ lastDay: '2026-07-01' }, noon)
    requireNotOver({}, noon)
    expect(problem(() => requireNotOver({ lastDay: '2026-06-30' }, noon))).toContain('2026-06-30 is over')
  })
})

function problem(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isLatchkeyError(error, 'input-invalid')) return error.message
    throw error
  }
  return ''
}
