import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { errorInfo, HostGone } from './errors.js'

const sent = {
  code: 'passphrase-wrong',
  message: 'The passphrase does not fit this key.',
  advice: 'Type it again.',
  retryable: true,
} as const

describe('errorInfo', () => {
  it('passes on what the host sent', () => {
    expect(errorInfo(new ORPCError('FAILED', { data: sent }))).toEqual(sent)
  })

  it('says that the host has stopped, and what to do', () => {
    const { message, advice } = errorInfo(new HostGone())
    expect(message).toBe("Latchkey's host has stopped.")
    expect(advice).toContain('Start Latchkey again')
  })

  it('keeps the words of what nobody foresaw for the details', () => {
    const info = errorInfo(new TypeError('x is undefined'))
    expect(info).toMatchObject({ code: 'internal', detail: 'TypeError: x is undefined' })
  })

  it('does not take a half-known error for a sent one', () => {
    expect(errorInfo(new ORPCError('FAILED', { data: { message: 'half' } })).code).toBe('internal')
  })

  it('knows a call that was cancelled', () => {
    expect(errorInfo(new DOMException('stop', 'AbortError')).code).toBe('cancelled')
  })
})
