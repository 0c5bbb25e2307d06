import type { AccountRequest } from '../../../contract/accounts.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import type { HttpHeaders, HttpRequest, SendHttp } from './http.js'

const MOST = 200

/** In which header clouds name a request, so that their support can find it. */
const requestIds = ['x-openstack-request-id', 'x-compute-request-id', 'x-tc-requestid', 'x-request-id']

export interface RequestLog {
  /** The newest first. */
  list(): AccountRequest[]
  add(request: AccountRequest): void
}

/** The last 200 requests of one account, in memory only. Of each what is no secret: no body, no query, and no header but the request's id. */
export function createRequestLog(): RequestLog {
  const requests: AccountRequest[] = []
  return {
    list: () => requests.toReversed(),
    add(request) {
      requests.push(request)
      if (requests.length > MOST) requests.shift()
    },
  }
}

/** Sends as `send` does, and keeps in the log how it went. */
export function loggedSend(send: SendHttp, log: RequestLog, clock: Clock): SendHttp {
  return async (request) => {
    const startedAt = clock.now()
    const note = (result: Pick<AccountRequest, 'status' | 'requestId' | 'problem'>) =>
      log.add({
        at: new Date(startedAt).toISOString(),
        ...whatOf(request),
        ms: Math.max(0, Math.round(clock.now() - startedAt)),
        ...result,
      })
    try {
      const answer = await send(request)
      const requestId = idIn(answer.headers) ?? request.requestIdIn?.(answer.text)?.slice(0, 100) ?? null
      note({ status: answer.status, requestId, problem: null })
      return answer
    } catch (error) {
      const problem = error instanceof LatchkeyError ? error.code : 'internal'
      note({ status: null, requestId: null, problem })
      throw error
    }
  }
}

function idIn(headers: HttpHeaders): string | null {
  const name = requestIds.find((header) => headers.has(header))
  return name === undefined ? null : (headers.get(name)?.slice(0, 100) ?? null)
}

function whatOf({ method = 'POST', url, what }: HttpRequest) {
  return { method, target: `${url.host}${url.pathname}`, what: what ?? null }
}
