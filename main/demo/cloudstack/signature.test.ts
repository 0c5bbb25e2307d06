import { expect, it } from 'vitest'
import { vectors } from '../../../test/vectors/cloudstack.json'
import { parseExpires, serverSignature, signatureHolds, urlEncode } from './signature.js'

it.each(vectors)('signs as $source', ({ params, secret, signature }) => {
  expect(serverSignature(new Map(Object.entries(params)), secret)).toBe(signature)
})

it('encodes as java.net.URLEncoder does', () => {
  expect(urlEncode("aZ9.-_* ~!'()+/=ü")).toBe('aZ9.-_*%20%7E%21%27%28%29%2B%2F%3D%C3%BC')
})

it('sorts the raw names before it lower-cases the whole', () => {
  const sign = (first: string, second: string) => {
    return serverSignature(
      new Map([
        [first, '1'],
        [second, '2'],
      ]),
      'secret',
    )
  }
  expect(sign('templateId', 'templatefilter')).not.toBe(sign('templateid', 'templatefilter'))
})

it('holds only for exactly these parameters and this secret', () => {
  const params = new Map([
    ['apikey', 'k'],
    ['command', 'listZones'],
  ])
  const signature = serverSignature(params, 'secret')
  expect(signatureHolds(new Map([...params, ['Signature', signature]]), 'secret', signature)).toBe(true)
  expect(signatureHolds(params, 'another', signature)).toBe(false)
  expect(signatureHolds(new Map([...params, ['extra', '1']]), 'secret', signature)).toBe(false)
})

it('reads the expiry with its offset', () => {
  expect(parseExpires('2026-01-31T12:00:00+0000')).toBe(Date.UTC(2026, 0, 31, 12))
  expect(parseExpires('2026-01-31T12:00:00+0530')).toBe(Date.UTC(2026, 0, 31, 6, 30))
  expect(parseExpires('2026-01-31T12:00:00Z')).toBeNaN()
})
