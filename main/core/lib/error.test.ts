import { describe, expect, it } from 'vitest'
import { LatchkeyError } from './error.js'

describe('what an error tells the window', () => {
  const detailOf = (detail: string) => new LatchkeyError('cloud-failed', 'No.', { detail }).info.detail

  it('quotes the other side without the secrets in its words', () => {
    expect(detailOf('POST /client/api?command=listZones&apiKey=abc123&signature=x%3D failed')).toBe(
      'POST /client/api?command=listZones&apiKey=[redacted]&signature=[redacted] failed',
    )
  })

  it('quotes a flood of words in part', () => {
    expect(detailOf('no '.repeat(1_000_000))?.length).toBeLessThan(5_000)
  })
})
