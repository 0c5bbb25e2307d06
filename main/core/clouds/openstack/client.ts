import { z } from 'zod'
import { told } from '../../../../contract/words/say.js'
import type { CloudTools } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import type { HttpAnswer, HttpRequest } from '../http.js'
import { createPacer } from '../pacer.js'
import { computeRegions, endpointOf, type ServiceName } from './catalog.js'
import { openAnswer } from './errors.js'
import { createKeystone, type Token } from './keystone.js'
import { readRefusal } from './refusal.js'
import { createSession } from './session.js'
import type { Settings } from './settings.js'

/** One call of a service in a region. */
export interface Call {
  service: ServiceName
  region: string
  /** GET unless told. */
  method?: 'GET' | 'POST' | 'DELETE'
  /** Below the service's address; starts with a slash. Null: the API's root, which some catalogs extend by a project. */
  path: string | null
  query?: Record<string, string>
  body?: object
  /** Nova's microversion; none is 2.1. */
  microversion?: string | null
}

/** Calls of one account, with answers checked by zod. Throws `cloud-…` LatchkeyErrors or `cancelled`. */
export interface Client {
  /** Who we are, after a call that proved it. */
  token(signal?: AbortSignal): Promise<Token>
  /** The regions of the account; at least one. */
  regions(signal?: AbortSignal): Promise<string[]>
  /** Whether the region has the service. */
  has(service: ServiceName, region: string, signal?: AbortSignal): Promise<boolean>
  /** A call that changes nothing. */
  read<T>(call: Call, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  /** The same for what only adds comfort: tried once, for at most 10 seconds. */
  readOnce<T>(call: Call, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  /** A call that changes something; null where the answer was lost and `landed` found that it took effect. */
  write<T>(
    call: Call,
    schema: z.ZodType<T>,
    landed: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<T | null>
}

const COMFORT_MS = 10_000

/** A client for one account. Makes no call. */
export function createClient({ identity, credentials, regions }: Settings, tools: CloudTools): Client {
  const pacer = createPacer(tools)
  const { authenticate } = createKeystone(identity, credentials, tools, pacer)
  const session = createSession(authenticate, tools.clock)

  /** Runs it with a token, and once more with another where that one is refused: it may have expired meanwhile. */
  async function withToken<T>(run: (token: Token) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const token = await session.token(signal)
    try {
      return await run(token)
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error
    }
    const fresh = await session.tokenAfter(token, signal)
    tools.log.info('cloud.token-renewed')
    try {
      return await run(fresh)
    } catch (error) {
      throw error instanceof TokenRefused ? refusedForGood(error, fresh) : error
    }
  }

  async function send<T>(
    call: Call,
    schema: z.ZodType<T>,
    token: Token,
    limits: Pick<HttpRequest, 'signal' | 'timeoutMs'>,
  ): Promise<T> {
    const { method = 'GET', path, body } = call
    const url = urlOf(call, token)
    const named = `${method} ${path ?? url.pathname}`
    const answer = await tools.send({
      method,
      url,
      headers: headersOf(call, token),
      ...(body && { contentType: 'application/json', body: JSON.stringify(body) }),
      ...limits,
    })
    if (answer.status === 401) throw new TokenRefused(named, url, answer)
    return checked(named, schema, openAnswer(named, url, answer, tools.clock.now()))
  }

  function urlOf({ service, region, path, query = {} }: Call, token: Token): URL {
    const endpoint = endpointOf(identity, token, service, region)
    if (endpoint === null)
      throw new CloudError('cloud-not-found', `The region ${region} has no ${service} service.`)
    const url = new URL(endpoint)
    url.pathname = path === null ? `${rootOf(url)}/` : url.pathname + path
    url.search = new URLSearchParams(query).toString()
    return url
  }

  return {
    token: session.token,
    regions: async (signal) => computeRegions(identity, await session.token(signal), regions),
    has: async (service, region, signal) =>
      endpointOf(identity, await session.token(signal), service, region) !== null,
    read: (call, schema, signal) =>
      withToken((token) => pacer.read(() => send(call, schema, token, { signal }), signal), signal),
    readOnce: (call, schema, signal) =>
      withToken((token) => send(call, schema, token, { signal, timeoutMs: COMFORT_MS }), signal),
    write: (call, schema, landed, signal) =>
      withToken((token) => pacer.write(() => send(call, schema, token, { signal }), landed, signal), signal),
  }
}

function rootOf({ pathname }: URL): string {
  return pathname.replace(/(\/v2(\.\d+)?)\/[^/]+$/, '$1')
}

class TokenRefused extends Error {
  constructor(
    readonly call: string,
    readonly url: URL,
    readonly answer: HttpAnswer,
  ) {
    super(told`${call} refuses the token`)
  }
}

function headersOf({ service, microversion }: Call, token: Token): Record<string, string> {
  const isNova = service === 'compute' && microversion
  return {
    'x-auth-token': token.id,
    ...(isNova && {
      'openstack-api-version': `compute ${microversion}`,
      'x-openstack-nova-api-version': microversion,
    }),
  }
}

/** A fresh token that is refused too. Access rules of application credentials answer so, with 401 and not 403. */
function refusedForGood({ call, url, answer }: TokenRefused, { accessRules }: Token): CloudError {
  const { detail } = readRefusal(call, answer, null)
  if (accessRules === null)
    return new CloudError('cloud-credentials', `${url.host} refuses a token that was made just now.`, {
      advice: 'Check that the user and the project are still enabled; if they are, tell the operator.',
      detail,
    })
  return new CloudError('cloud-forbidden', `The application credential does not allow ${call}.`, {
    advice: 'Its access rules leave it out: make one without access rules, or with a rule for it.',
    detail,
  })
}

function checked<T>(call: string, schema: z.ZodType<T>, content: unknown): T {
  const result = schema.safeParse(content)
  if (result.success) return result.data
  throw new CloudError('cloud-unexpected-answer', `The cloud's answer to ${call} is not as documented.`, {
    advice: 'Report it with the details, and with the release of OpenStack if you know it.',
    detail: z.prettifyError(result.error),
  })
}
