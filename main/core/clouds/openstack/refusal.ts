import { z } from 'zod'
import type { HttpAnswer } from '../http.js'

/** What a service of OpenStack says beside a status that is no success. */
export interface Refusal {
  /** `GET /servers/detail` */
  call: string
  status: number
  /** The service's own words; may be empty. */
  reason: string
  /** The same, fit to end a sentence of ours. */
  sentence: string
  /** With the id under which the operator finds the call in the logs. */
  detail: string
  /** Of `overLimit`, in seconds. */
  retryAfter: number | null
}

/** Nova's `{"conflictingRequest":{code,message}}`, Keystone's `{"error":{…}}`, and Glance's and gateways' plain one. */
const Words = z.object({
  message: z.string().catch(''),
  retryAfter: z.coerce.number().nullish().catch(null),
})

const LONGEST_REASON = 300

/** `json` is the answer's body where it is JSON, else null. */
export function readRefusal(call: string, answer: HttpAnswer, json: unknown): Refusal {
  const { message, retryAfter } = wordsOf(json)
  const reason = firstLine(message)
  const { status } = answer
  return {
    call,
    status,
    reason,
    sentence: reason === '' ? `HTTP ${status}.` : reason.slice(0, LONGEST_REASON).replace(/\.*$/, '.'),
    detail: [`${call}: ${status} ${reason}`.trim(), requestId(answer)].filter(Boolean).join(' '),
    retryAfter: retryAfter ?? null,
  }
}

function wordsOf(json: unknown): z.infer<typeof Words> {
  const none = { message: '', retryAfter: null }
  if (typeof json !== 'object' || json === null) return none
  const [inner] = Object.values(json)
  const inside = typeof inner === 'object' && inner !== null ? inner : json
  return Words.safeParse(inside).data ?? none
}

/**
 * Without tags, which Glance puts in, and without what follows: Keystone's checks of a body go on with a copy of the body, and
 * there the password is.
 */
function firstLine(message: string): string {
  const [line = ''] = message
    .replace(/<[^>]*>/g, ' ')
    .trim()
    .split('\n')
  return line.trim()
}

function requestId({ headers }: HttpAnswer): string {
  const id = headers.get('x-openstack-request-id') ?? headers.get('x-compute-request-id')
  return id === null ? '' : `(${id})`
}
