import { createHmac, timingSafeEqual } from 'node:crypto'

/** `java.net.URLEncoder` with `+` as `%20`: only letters, digits and `.-_*` stay. */
export function urlEncode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, percent)
}

/**
 * The signature that the management server computes for the decoded parameters (base64). `signature` itself is left out.
 * As in ApiServer.verifyRequest: the raw names are sorted by UTF-16 unit, and only then is the whole text lower-cased.
 */
export function serverSignature(params: Map<string, string>, secretKey: string): string {
  const text = [...params.keys()]
    .filter((name) => name.toLowerCase() !== 'signature')
    .sort()
    .map((name) => `${name}=${urlEncode(params.get(name) ?? '')}`)
    .join('&')
  return createHmac('sha1', secretKey).update(text.toLowerCase()).digest('base64')
}

/** Whether `given` is the signature of `params` under `secretKey`. */
export function signatureHolds(params: Map<string, string>, secretKey: string, given: string): boolean {
  const expected = Buffer.from(serverSignature(params, secretKey))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** `2026-01-31T12:00:00+0000` as milliseconds since the epoch; NaN if it isn't of that form. */
export function parseExpires(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d)(\d\d)$/.exec(text)
  return match ? Date.parse(`${match[1]}${match[2]}:${match[3]}`) : Number.NaN
}

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
