import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authorization } from './sign.js'

interface Vector {
  source: string
  secretId: string
  secretKey: string
  service: string
  host: string
  contentType: string
  action: string
  timestamp: number
  payload: string
  signedHeaders: string[]
  signature: string
}

const { vectors }: { vectors: [Vector, ...Vector[]] } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/tencent.json', import.meta.url), 'utf8'),
)

function authorizationOf(vector: Vector): string {
  const all: Record<string, string> = {
    'content-type': vector.contentType,
    host: vector.host,
    'x-tc-action': vector.action,
  }
  const headers = Object.fromEntries(vector.signedHeaders.map((name) => [name, all[name] ?? '']))
  const { service, payload: body, timestamp } = vector
  return authorization({ service, headers, body }, vector, timestamp)
}

describe('authorization', () => {
  it.each(vectors)('agrees with $source', (vector) => {
    const signed = vector.signedHeaders.join(';')
    expect(authorizationOf(vector)).toBe(
      `TC3-HMAC-SHA256 Credential=${vector.secretId}/2019-02-25/cvm/tc3_request, SignedHeaders=${signed}, Signature=${vector.signature}`,
    )
  })

  it.each([
    { payload: '{}' },
    { secretKey: 'other' },
    { host: 'cvm.intl.tencentcloudapi.com' },
    { timestamp: 1551113066 },
  ])('is another for %j', (change) => {
    expect(authorizationOf({ ...vectors[0], ...change })).not.toContain(vectors[0].signature)
  })

  it('is of the day in UTC', () => {
    const justBefore = Date.UTC(2026, 0, 1) / 1000 - 1
    expect(authorizationOf({ ...vectors[0], timestamp: justBefore })).toContain('/2025-12-31/cvm/')
  })
})
