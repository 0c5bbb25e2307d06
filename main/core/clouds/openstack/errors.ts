import type { ErrorCode } from '../../../../contract/errors.js'
import { told } from '../../../../contract/words/say.js'
import { CloudError, type CloudErrorParts } from '../cloud-error.js'
import { type HttpAnswer, readJson } from '../http.js'
import { type Refusal, readRefusal } from './refusal.js'
import { isThrottled, throttled } from './throttle.js'

interface Meaning {
  code: ErrorCode
  message: string
  advice?: string
}

/** A status stands for several things; the first of these whose status and words fit is what is meant. */
const meanings: [number, RegExp, Meaning][] = [
  [
    403,
    /quota exceeded|too many key ?pairs/i,
    {
      code: 'cloud-quota',
      message: 'The user holds as many key pairs as its quota allows.',
      advice: 'Delete key pairs that are not needed, or ask the operator for a higher quota.',
    },
  ],
  [
    403,
    /./,
    {
      code: 'cloud-forbidden',
      message: 'The cloud does not allow {call} to this user.',
      advice: 'Ask the operator for a role in the project that may do it.',
    },
  ],
  [
    409,
    /already exists/i,
    {
      code: 'cloud-duplicate-name',
      message: 'The user already holds another key pair with this name.',
      advice: 'Push the key under another name.',
    },
  ],
  [
    409,
    /task_state|being (created|deleted|rebuilt)|try again/i,
    {
      code: 'cloud-busy',
      message: 'The cloud is still at something else with this instance.',
      advice: 'Wait a minute, then try again.',
    },
  ],
  [
    409,
    /is locked/i,
    {
      code: 'cloud-forbidden',
      message: 'The instance is locked.',
      advice: "Unlock it in the cloud's console, then try again.",
    },
  ],
  [
    400,
    /keypair data is invalid|public_key/i,
    {
      code: 'cloud-bad-key',
      message: 'The cloud does not take this public key.',
      advice: 'Older clouds take RSA only: push an RSA key pair to this account.',
    },
  ],
  [
    400,
    /'name'|name.*(too long|too short|characters)/i,
    {
      code: 'cloud-failed',
      message: 'The cloud does not take this name for a key pair.',
      advice: 'Use letters, digits, blanks, _ and - only; newer clouds take @ and . too.',
    },
  ],
  [404, /./, { code: 'cloud-not-found', message: 'The cloud does not have what was asked for.' }],
]

const NOT_NOVA =
  "The address is the cloud's own, from its catalog. Tell the operator, or name the regions that work in the account's settings."

/**
 * The answer's JSON, null where it has no body. Throws what the service says is wrong, as a typed error; 401 is the
 * session's matter. `nowMs` is for a pause until a date.
 */
export function openAnswer(call: string, url: URL, answer: HttpAnswer, nowMs: number): unknown {
  if (isThrottled(answer)) throw throttled(call, answer, nowMs)
  if (answer.status < 400 && answer.text.trim() === '') return null
  const json = readJson(url, answer, NOT_NOVA)
  if (answer.status < 400) return json
  const refusal = readRefusal(call, answer, json)
  throw answer.status >= 500 ? outage(url, refusal) : refusalError(refusal)
}

/** A failure inside the cloud: whether the call was carried out is not known. */
export function outage({ host }: URL, { status, reason, sentence, detail }: Refusal): CloudError {
  const its = reason === '' ? '' : ` ${told`It says: ${sentence}`}`
  return new CloudError('cloud-failed', `${host} failed at it (HTTP ${status}).${its}`, {
    advice: 'Try again in a minute; if it stays so, give the details to the operator of the cloud.',
    again: 'lost',
    detail,
  })
}

function refusalError(refusal: Refusal): CloudError {
  const { status, reason, call, detail, sentence } = refusal
  const told = meanings.find(([code, words]) => code === status && words.test(reason || '-'))?.[2]
  const { code, message, advice } = told ?? {
    code: 'cloud-failed' as const,
    message: `The cloud refused {call}: ${sentence}`,
    advice: undefined,
  }
  const parts: CloudErrorParts = {
    detail,
    retryable: code === 'cloud-busy',
    ...(advice !== undefined && { advice }),
  }
  return new CloudError(code, message.replace('{call}', call), parts)
}
