import { createHash, createHmac } from 'node:crypto'

export interface Credentials {
  secretId: string
  secretKey: string
  /** Of temporary credentials only. */
  token: string | null
}

export interface Signable {
  /** As in the first label of the vendor's host names: `cvm`. */
  service: string
  /** The headers to sign, names in lower case and sorted, values as they are sent. */
  headers: Record<string, string>
  /** Exactly as it is sent. */
  body: string
}

const ALGORITHM = 'TC3-HMAC-SHA256'

/**
 * The Authorization header of a POST to `/`, good for 5 minutes around `timestamp` (seconds since the epoch, of the
 * cloud's clock). Signature method v3: https://www.tencentcloud.com/document/product/213/33224
 */
export function authorization(
  { service, headers, body }: Signable,
  { secretId, secretKey }: Omit<Credentials, 'token'>,
  timestamp: number,
): string {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${service}/tc3_request`
  const signed = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value.trim().toLowerCase()}\n`)
  const canonical = ['POST', '/', '', lines.join(''), signed, sha256(body)].join('\n')
  const toSign = [ALGORITHM, timestamp, scope, sha256(canonical)].join('\n')
  const key = ['tc3_request', service, date].reduceRight<Buffer | string>(hmac, `TC3${secretKey}`)
  const signature = hmac(key, toSign).toString('hex')
  return `${ALGORITHM} Credential=${secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
