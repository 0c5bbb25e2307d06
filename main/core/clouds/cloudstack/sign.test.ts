import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signature, signedForm, urlEncode } from './sign.js'

interface Vector {
  id: string
  secret: string
  params: Record<string, string>
  signature: string
}

const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/cloudstack.json', import.meta.url), 'utf8'),
)

/** The vectors are from before signature version 3, which only adds two parameters; their mixed-case names are the server's rule. */
describe('signature', () => {
  it.each(vectors)('agrees with $id', ({ params, secret, signature: expected }) => {
    expect(signature(params, secret)).toBe(expected)
  })

  it('does not depend on the order of the parameters', () => {
    const [{ params, secret } = { params: {}, secret: '' }] = vectors
    const reversed = Object.fromEntries(Object.entries(params).reverse())
    expect(signature(reversed, secret)).toBe(signature(params, secret))
  })
})

describe('urlEncode', () => {
  it('encodes as java.net.URLEncoder, with %20 for a blank', () => {
    expect(urlEncode("a b~c*d!e'f(g)h/i+j@k.l-m_n,ö")).toBe(
      'a%20b%7Ec*d%21e%27f%28g%29h%2Fi%2Bj%40k.l-m_n%2C%C3%B6',
    )
  })

  it('is undone by a form parser, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(new URLSearchParams(`v=${urlEncode(value)}`).get('v')).toBe(value)
      }),
    )
  })
})

describe('signedForm', () => {
  const credentials = { apiKey: 'Key-1', secretKey: 'secret' }
  const form = new URLSearchParams(
    signedForm({ command: 'listZones', available: 'true' }, credentials, Date.UTC(2026, 0, 2, 3, 4, 5, 678)),
  )

  it('is version 3, expires ten minutes later and asks for JSON', () => {
    expect(Object.fromEntries(form)).toMatchObject({
      command: 'listZones',
      available: 'true',
      apikey: 'Key-1',
      response: 'json',
      signatureversion: '3',
      expires: '2026-01-02T03:14:05+0000',
    })
  })

  it('signs everything but the signature, and does not hold the secret', () => {
    const { signature: sent, ...signed } = Object.fromEntries(form)
    expect(sent).toBe(signature(signed, credentials.secretKey))
    expect(form.toString()).not.toContain('secret')
  })
})
