import { z } from 'zod'
import type { CloudTools } from '../cloud.js'
import { createCloudClock } from '../cloud-clock.js'
import { CloudError } from '../cloud-error.js'
import { type HttpAnswer, readJson } from '../http.js'
import { createPacer } from '../pacer.js'
import { codeOf, gatewayRefusal, refusalError } from './errors.js'
import { authorization, type Credentials } from './sign.js'
import type { UrlOf } from './sites.js'

/** One action of a service. */
export interface Call {
  /** `cvm` unless told. */
  service?: keyof typeof versions
  action: string
  /** Where it matters to the action. */
  region?: string
  params?: Record<string, unknown>
}

/** Calls of one account, with answers checked by zod. Throws `cloud-…` LatchkeyErrors or `cancelled`. */
export interface Client {
  /** An action that changes nothing. */
  read<T>(call: Call, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  /** An action that changes something; null where the answer was lost and `landed` found that it took effect. */
  write<T>(
    call: Call,
    schema: z.ZodType<T>,
    landed: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<T | null>
}

const versions = { cvm: '2017-03-12', region: '2022-06-27', sts: '2018-08-13' }

const CONTENT_TYPE = 'application/json; charset=utf-8'
const NOT_AN_API =
  'Choose the site where the account was made; an own endpoint must be the address of the API, not of the console.'

const Answer = z.object({
  Response: z.looseObject({
    Error: z.object({ Code: z.string(), Message: z.string().default('') }).optional(),
    RequestId: z.string().default('unknown'),
  }),
})

/** A client of the site whose addresses `urlOf` knows. Makes no call. */
export function createClient(
  urlOf: UrlOf,
  credentials: Credentials,
  { clock, log, send: sendHttp }: CloudTools,
): Client {
  const pacer = createPacer({ clock, log })
  const cloudClock = createCloudClock(urlOf('cvm', null), { clock, log })
  let worked = false

  async function perform<T>(call: Call, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const signedAt = cloudClock.now()
    const answer = await send(call, signal)
    try {
      return open(call, schema, answer)
    } catch (error) {
      if (codeOf(error) !== 'AuthFailure.SignatureExpire' || !cloudClock.correct(answer, signedAt))
        throw error
      return open(call, schema, await send(call, signal))
    }
  }

  function send(call: Call, signal?: AbortSignal): Promise<HttpAnswer> {
    const { url, body, headers } = signed(call)
    return sendHttp({ url, what: call.action, contentType: CONTENT_TYPE, body, headers, signal, requestIdIn })
  }

  function signed({ service = 'cvm', action, region, params = {} }: Call) {
    const url = urlOf(service, region ?? null)
    const body = JSON.stringify(params)
    const timestamp = Math.floor(cloudClock.now() / 1000)
    const toSign = { 'content-type': CONTENT_TYPE, host: url.host, 'x-tc-action': action }
    const headers = {
      authorization: authorization({ service, headers: toSign, body }, credentials, timestamp),
      'x-tc-action': action,
      'x-tc-version': versions[service],
      'x-tc-timestamp': String(timestamp),
      'x-tc-language': 'en-US',
      ...(region !== undefined && { 'x-tc-region': region }),
      ...(credentials.token !== null && { 'x-tc-token': credentials.token }),
    }
    return { url, body, headers }
  }

  /** What is inside the answer. Throws what the cloud says is wrong. */
  function open<T>(call: Call, schema: z.ZodType<T>, answer: HttpAnswer): T {
    const { service = 'cvm', action } = call
    const url = urlOf(service, call.region ?? null)
    const later = gatewayRefusal(answer, clock.now())
    if (later) throw later
    const found = Answer.safeParse(readJson(url, answer, NOT_AN_API))
    if (!found.success) throw notTencent(url, answer)
    const { Error: refused, RequestId: requestId } = found.data.Response
    if (refused)
      throw refusalError({ service, action, code: refused.Code, message: refused.Message, requestId, worked })
    worked = true
    const content = schema.safeParse(found.data.Response)
    if (content.success) return content.data
    throw unexpected(action, `${z.prettifyError(content.error)} (request ${requestId})`)
  }

  return {
    read: (call, schema, signal) => pacer.read(() => perform(call, schema, signal), signal),
    write: (call, schema, landed, signal) => pacer.write(() => perform(call, schema, signal), landed, signal),
  }
}

/** It stands at the end of what is inside the answer. */
function requestIdIn(text: string): string | null {
  return [...text.matchAll(/"RequestId"\s*:\s*"([\w-]+)"/g)].at(-1)?.[1] ?? null
}

function notTencent(url: URL, answer: HttpAnswer): CloudError {
  return new CloudError('cloud-not-an-api', `${url.host} answered, but not as Tencent Cloud does.`, {
    advice: NOT_AN_API,
    detail: `HTTP ${answer.status}: ${answer.text.slice(0, 200)}`,
  })
}

function unexpected(action: string, detail: string): CloudError {
  return new CloudError('cloud-unexpected-answer', `The cloud's answer to ${action} is not as documented.`, {
    advice: 'Report it with the details.',
    detail,
  })
}
