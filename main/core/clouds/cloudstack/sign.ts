import { createHmac } from 'node:crypto'

export interface Credentials {
  apiKey: string
  secretKey: string
}

const LIFETIME_MS = 10 * 60 * 1000

/**
 * A command as a signed form body (application/x-www-form-urlencoded), good for 10 minutes from `nowMs` of the
 * cloud's clock. Signature version 3: https://docs.cloudstack.apache.org/en/latest/developersguide/dev.html
 *
 * Names of parameters must be in lower case: the documentation lower-cases before it sorts, the server after, and only
 * lower case is the same to both.
 */
export function signedForm(
  params: Record<string, string>,
  { apiKey, secretKey }: Credentials,
  nowMs: number,
): string {
  const all = { ...params, apikey: apiKey, response: 'json', signatureversion: '3', expires: expires(nowMs) }
  return `${query(all)}&signature=${urlEncode(signature(all, secretKey))}`
}

/** Base64 of HMAC-SHA1 over the sorted, encoded and lower-cased parameters. */
export function signature(params: Record<string, string>, secretKey: string): string {
  return createHmac('sha1', secretKey).update(query(params).toLowerCase()).digest('base64')
}

/** As java.net.URLEncoder encodes, but a blank is %20: only `A-Z a-z 0-9 . - _ *` stay. */
export function urlEncode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function query(params: Record<string, string>): string {
  return Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${urlEncode(value)}`)
    .join('&')
}

/** `YYYY-MM-DDThh:mm:ss+0000` */
function expires(nowMs: number): string {
  return new Date(nowMs + LIFETIME_MS).toISOString().replace(/\.\d+Z$/, '+0000')
}
