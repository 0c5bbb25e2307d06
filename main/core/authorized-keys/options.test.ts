import { describe, expect, it } from 'vitest'
import { isLatchkeyError } from '../lib/error.js'
import { formatOptions } from './options.js'

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
    'a"b',
    'a b',
    'fe80::%eth0/64',
    'a,b',
    'x\ny',
    '10.0.0.0/33',
    '10.0.0.1/8',
    '2001:db8::1/32',
    'example.org/24',
    '1.2.3.0/24/8',
    '1.2.3.0/',
  ])('refuse to be from %j, for which sshd would refuse the line', (pattern) => {
    expect(problem(() => formatOptions({ from: [pattern] }))).toMatch(/^From: /)
  })

  it('refuse a list that lets nobody in', () => {
    expect(problem(() => formatOptions({ from: ['!10.0.0.1'] }))).toContain('nobody')
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
