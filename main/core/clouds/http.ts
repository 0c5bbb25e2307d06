import { type Dispatcher, fetch, type Response } from 'undici'
import { ownTurn } from '../lib/own-turn.js'
import { CloudError, cancelledError } from './cloud-error.js'
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
}

export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
}

const TIMEOUT_MS = 30_000
const MAX_BYTES = 32 * 1024 * 1024
/** Takes more than a millisecond to be read as JSON. */
const LARGE_BYTES = 50_000

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
  const { method = 'POST', url, signal, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = request
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method,
      headers: headersOf(request),
      body: request.body ?? null,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(dispatcher && { dispatcher }),
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel() // else its connection stays until the time limit
      throw redirected(url, response)
    }
    return {
      status: response.status,
      headers: new Headers([...response.headers]),
      text: await readText(url, response, maxBytes),
    }
  } catch (error) {
    if (error instanceof CloudError) throw error
    if (signal?.aborted) throw cancelledError(error)
    if (limit.aborted) throw tooSlow(url, timeoutMs, error)
    throw networkError(url, error, proxy)
  }
}

function headersOf({ headers, contentType }: HttpRequest): Record<string, string> {
  return {
    accept: 'application/json',
    ...headers,
    ...(contentType !== undefined && { 'content-type': contentType }),
  }
}

/**
 * The answer's JSON. Throws `cloud-not-an-api` with `advice` if it is something else; a server failure (5xx) is
 * then marked as `lost`, since a gateway's error page says nothing about what became of the call.
 */
export function readJson(url: URL, answer: HttpAnswer, advice: string): unknown {
  try {
    return JSON.parse(answer.text)
  } catch (cause) {
    const detail = `HTTP ${answer.status}: ${answer.text.slice(0, 200)}`
    if (answer.status >= 500) throw gatewayFailed(url, answer.status, detail, cause)
    const what = isHtml(answer) ? 'a web page' : 'something that is not JSON'
    const message = `${url.host} answered with ${what}, so this is not the address of an API.`
    throw new CloudError('cloud-not-an-api', message, { advice, detail, cause })
  }
}

function isHtml(answer: HttpAnswer): boolean {
  return (
    (answer.headers.get('content-type') ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(answer.text)
  )
}

function gatewayFailed(url: URL, status: number, detail: string, cause: unknown): CloudError {
  return new CloudError('cloud-failed', `${url.host} could not answer just now (HTTP ${status}).`, {
    advice: 'Try again in a minute; if it stays so, tell the operator of the cloud.',
    again: 'lost',
    detail,
    cause,
  })
}

function redirected(url: URL, response: Response): CloudError {
  const target = response.headers.get('location')?.slice(0, 200) ?? 'an unnamed place'
  return new CloudError('cloud-not-an-api', `${url.href} sends on to ${target} instead of answering.`, {
    advice: 'If you trust that address and it is the API, enter it as the endpoint.',
    detail: `HTTP ${response.status}`,
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

async function readText(url: URL, response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLong(url, maxBytes)
    chunks.push(chunk)
  }
  if (size > LARGE_BYTES) await ownTurn()
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function tooLong(url: URL, maxBytes: number): CloudError {
  const message = `${url.host} sent an answer of more than ${Math.round(maxBytes / 1024 / 1024)} MiB.`
  return new CloudError('cloud-unexpected-answer', message, {
    advice: 'Check that the endpoint is the address of the API.',
  })
}
