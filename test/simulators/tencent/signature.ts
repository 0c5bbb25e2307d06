import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from './errors.js'
import { type State, serverTime } from './state.js'

const TOLERATED_S = 300

const FORM =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([a-z]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

/**
 * Checks a POST to `/` as signature method v3 documents it, and answers the service that it was signed for. Throws what
 * the documentation names for each way to be wrong: https://www.tencentcloud.com/document/product/213/33224
 */
export function verify(state: State, headers: IncomingHttpHeaders, body: Buffer): string {
  const [whole, secretId, date, service = '', signed = '', given] =
    FORM.exec(headers.authorization ?? '') ?? []
  if (!whole) throw new ApiError('AuthFailure.InvalidAuthorization', 'The Authorization header is invalid.')
  const { identity } = state
  if (secretId !== identity.secretId)
    throw new ApiError(
      'AuthFailure.SecretIdNotFound',
      'The SecretId is not found, please ensure that it is correct.',
    )
  const timestamp = Number(headers['x-tc-timestamp'])
  if (!(Math.abs(timestamp - serverTime(state) / 1000) <= TOLERATED_S))
    throw new ApiError(
      'AuthFailure.SignatureExpire',
      'The provided credentials have expired: check the timestamp.',
    )
  const names = signed.split(';')
  const isOfDay = date === new Date(timestamp * 1000).toISOString().slice(0, 10)
  const hosts = hostsOf(headers)
  const holds = hosts.some((host) => {
    const expected = signature(
      { ...headers, host },
      names,
      body,
      { timestamp, service, date: date ?? '' },
      identity.secretKey,
    )
    return timingSafeEqual(Buffer.from(expected), Buffer.from(given ?? ''))
  })
  const isWhole = names.includes('content-type') && names.includes('host')
  if (!isOfDay || !isWhole || !holds)
    throw new ApiError(
      'AuthFailure.SignatureFailure',
      'The provided credentials could not be validated. Please check your signature is correct.',
    )
  if ((headers['x-tc-token'] ?? null) !== identity.token)
    throw new ApiError('AuthFailure.TokenFailure', 'The token is invalid or has expired.')
  return service
}

/** The real hosts have no port, so that it is not known which of the two they compare; the vendor's SDKs differ. */
function hostsOf({ host = '' }: IncomingHttpHeaders): string[] {
  return [host, host.replace(/:\d+$/, '')]
}

interface Scope {
  timestamp: number
  service: string
  date: string
}

/** In hexadecimal. */
export function signature(
  headers: IncomingHttpHeaders,
  names: string[],
  body: Buffer,
  { timestamp, service, date }: Scope,
  secretKey: string,
): string {
  const canonicalHeaders = [...names]
    .sort()
    .map((name) => `${name}:${String(headers[name]).toLowerCase().trim()}\n`)
  const request = `POST\n/\n\n${canonicalHeaders.join('')}\n${names.join(';')}\n${hex(body)}`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${hex(Buffer.from(request))}`
  const secretDate = hmac(`TC3${secretKey}`, date)
  const secretService = hmac(secretDate, service)
  return hmac(hmac(secretService, 'tc3_request'), text).toString('hex')
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const hex = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
