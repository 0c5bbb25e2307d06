import { describe, expect, it } from 'vitest'
import { expiryOf, isExpired, isOpen } from './expiry.js'
import { formatOptions } from './options.js'

const at = (time: string) => Date.parse(time)

describe('when a line of authorized_keys stops opening', () => {
  it.each(['', 'restrict,pty', 'from="10.0.0.0/8"', 'command="echo expiry-time=\\"20200101\\",x"'])(
    'is never with the options %s',
    (options) => expect(expiryOf(options)).toBeNull(),
  )

  it('is the named moment in UTC, with the day alone its beginning', () => {
    const moment = at('2026-03-01T00:00:00Z')
    expect(expiryOf('expiry-time="20260301Z"')).toEqual({ earliest: moment, latest: moment })
    expect(expiryOf('pty,Expiry-Time="202603010000Z",no-x11-forwarding')?.latest).toBe(moment)
    expect(expiryOf('expiry-time="20260301000030Z"')?.latest).toBe(moment + 30_000)
  })

  it('is as early as anywhere where it is to open, and as late as anywhere where it is not, in the server’s zone', () => {
    const options = 'expiry-time="20260301"'
    expect(isOpen(options, at('2026-02-28T09:59:00Z'))).toBe(true)
    expect(isOpen(options, at('2026-02-28T10:00:00Z'))).toBe(false)
    expect(isExpired(options, at('2026-03-01T11:59:00Z'))).toBe(false)
    expect(isExpired(options, at('2026-03-01T12:00:00Z'))).toBe(true)
  })

  it('is the first of several times, and now where sshd can not read one', () => {
    expect(expiryOf('expiry-time="20270101Z",expiry-time="20260101Z"')?.latest).toBe(
      at('2026-01-01T00:00:00Z'),
    )
    expect(isExpired('expiry-time="tomorrow"', 1)).toBe(true)
    expect(isExpired('expiry-time="20261301Z"', 1)).toBe(true)
  })

  it('is what Latchkey itself writes', () => {
    const options = formatOptions({ from: ['10.0.0.0/8'], lastDay: '2026-02-28' })
    expect(isOpen(options, at('2026-02-28T00:00:00Z'))).toBe(true)
    expect(isExpired(options, at('2026-03-02T00:00:00Z'))).toBe(true)
  })
})
