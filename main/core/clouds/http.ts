import { type Dispatcher, request as exchange } from 'undici'
import { told } from '../../../contract/words/say.js'
import { CloudError, cancelledError } from './cloud-error.js'
import { readText } from './http-body.js'
import { networkError } from './network-error.js'

export interface HttpRequest {
  /** POST unless told. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: URL
  /** The vendor's name of the call, for the request log. */
  what?: string
  /** Of the body, where there is one. */
  contentType?: string
  body?: string
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** For the whole exchange; 30 s unless told. */
  timeoutMs?: number
  /** Of the answer; 32 MiB unless told. */
  maxBytes?: number
  /** Where the vendor names a request in the answer's text and in no header, for the request log. */
  requestIdIn?: (text: string) => string | null
  /** Is told how the answer's text begins (200 characters), before the work of reading all of it. */
  onBeginning?: ((text: string) => void) | undefined
}

export interface HttpAnswer {
  status: number
  headers: HttpHeaders
  text: string
}

/** Names in lower case. */
export type HttpHeaders = Pick<Headers, 'get' | 'has'>

const TIMEOUT_MS = 30_000
const MAX_BYTES = 32 * 1024 * 1024

/** How to get there; directly with Node's own trust unless told. */
export interface HttpWay {
  dispatcher?: Dispatcher
  /** The proxy's URL, where the dispatcher uses one. */
  proxy?: string | null
}

/** Sends a request of one account and reads the answer; see `sendHttp`. */
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>

/**
 * Sends once and reads the whole answer, whatever its status. Redirects are not followed: what is sent is signed with
 * the account's secret and is for that host only. Throws `cloud-unreachable` or `cloud-tls` with a sentence for
 * each cause, `cloud-not-an-api` for a redirect, `cloud-unexpected-answer` for too long an answer, or `cancelled`.
 */
export async function sendHttp(
  request: HttpRequest,
  { dispatcher, proxy = null }: HttpWay = {},
): Promise<HttpAnswer> {
  const { method = 'POST', url, signal, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, onBeginning } = request
  const limit = limited(signal, timeoutMs)
  try {
    const response = await exchange(url, {
      method,
      headers: headersOf(request),
      body: request.body ?? null,
      signal: limit.signal,
      ...(dispatcher && { dispatcher }),
    })
    const headers = answerHeaders(response.headers)
    if (response.statusCode >= 300 && response.statusCode < 400) {
      response.body.on('error', () => undefined).destroy() // else its connection stays until the time limit
      throw redirected(url, response.statusCode, headers)
    }
    return {
      status: response.statusCode,
      headers,
      text: await readText(url, response, maxBytes, onBeginning),
    }
  } catch (error) {
    if (error instanceof CloudError) throw error
    if (signal?.aborted) throw cancelledError(error)
    if (limit.signal.aborted) throw tooSlow(url, timeoutMs, error)
    throw networkError(url, error, proxy)
  } finally {
    limit.end()
  }
}

/** Aborted with `signal`, or when the time is over; `AbortSignal.any` and `.timeout` do the same at several times the price. */
function limited(signal: AbortSignal | undefined, timeoutMs: number): { signal: AbortSignal; end(): void } {
  const limit = new AbortController()
  const abort = () => limit.abort()
  const timer = setTimeout(abort, timeoutMs)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return {
    signal: limit.signal,
    end() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

function headersOf({ headers, contentType }: HttpRequest): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'Latchkey',
    ...headers,
    ...(contentType !== undefined && { 'content-type': contentType }),
  }
}

function answerHeaders(headers: Dispatcher.ResponseData['headers']): HttpHeaders {
  const sent = (name: string) => headers[name.toLowerCase()]
  return {
    has: (name) => sent(name) !== undefined,
    get: (name) => sent(name)?.toString() ?? null,
  }
}

/**
 * The answer's JSON. Throws `cloud-not-an-api` with `advice` if it is something else, and `cloud-unexpected-answer` if it is
 * damaged; a server failure (5xx) is then marked as `lost`, since a gateway's error page says nothing about what became of
 * the call.
 */
export function readJson(url: URL, answer: HttpAnswer, advice: string): unknown {
  try {
    return JSON.parse(answer.text)
  } catch (cause) {
    const detail = `HTTP ${answer.status}: ${answer.text.slice(0, 200)}`
    if (answer.status >= 500) throw gatewayFailed(url, answer.status, detail, cause)
    if (/^\s*[{[]/.test(answer.text)) throw damaged(url, answer)
    const what = isHtml(answer) ? told`a web page` : told`something that is not JSON`
    const message = `${url.host} answered with ${what}, so this is not the address of an API.`
    throw new CloudError('cloud-not-an-api', message, { advice, detail, cause })
  }
}

function isHtml(answer: HttpAnswer): boolean {
  return (
    (answer.headers.get('content-type') ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(answer.text)
  )
}

/** Nothing of its text is told: where a cloud makes a key pair, the private half is in it. */
function damaged(url: URL, { status, text }: HttpAnswer): CloudError {
  return new CloudError('cloud-unexpected-answer', `The answer of ${url.host} is damaged or cut off.`, {
    advice: 'Try again; if it stays so, look for a proxy or a VPN on the way that changes answers.',
    detail: `HTTP ${status}: JSON that can not be read, ${text.length} characters`,
    retryable: true,
  })
}

function gatewayFailed(url: URL, status: number, detail: string, cause: unknown): CloudError {
  return new CloudError('cloud-failed', `${url.host} could not answer just now (HTTP ${status}).`, {
    advice: 'Try again in a minute; if it stays so, tell the operator of the cloud.',
    again: 'lost',
    detail,
    cause,
  })
}

function redirected(url: URL, status: number, headers: HttpHeaders): CloudError {
  const target = headers.get('location')?.slice(0, 200) ?? told`an unnamed place`
  return new CloudError('cloud-not-an-api', `${url.href} sends on to ${target} instead of answering.`, {
    advice: 'If you trust that address and it is the API, enter it as the endpoint.',
    detail: `HTTP ${status}`,
  })
}

function tooSlow(url: URL, timeoutMs: number, cause: unknown): CloudError {
  const message = `${url.host} did not answer within ${Math.round(timeoutMs / 1000)} seconds.`
  return new CloudError('cloud-unreachable', message, {
    advice: 'Check the network and any VPN that the cloud needs, then try again.',
    again: 'under-way',
    cause,
  })
}
