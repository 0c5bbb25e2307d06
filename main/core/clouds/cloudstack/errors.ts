import type { ErrorCode } from '../../../../contract/errors.js'
import { CloudError, type CloudErrorParts } from '../cloud-error.js'

/** An error as CloudStack gives it: the HTTP body of a refused call, or the result of a failed job. */
export interface Refusal {
  command: string
  errorcode: number
  errortext: string
}

interface Meaning {
  code: ErrorCode
  message: string
  advice?: string
}

const duplicateName: Meaning = {
  code: 'cloud-duplicate-name',
  message: 'The account already holds another key pair with this name.',
  advice: 'Push the key under another name.',
}

/** 431 is said for nearly everything; only the text tells what is meant (ApiErrorCode.PARAM_ERROR). */
const byText: [RegExp, Meaning][] = [
  [
    /should be stopped/i,
    {
      code: 'cloud-instance-not-stopped',
      message: 'The instance is not stopped.',
      advice: 'Stop it first, then try again.',
    },
  ],
  [/key pair with name .* already exists/i, duplicateName],
  [
    /key pair with key .* already exists/i,
    {
      code: 'cloud-duplicate-key',
      message: 'The account already holds this key under another name.',
      advice: 'Use it under that name, or delete it there first.',
    },
  ],
  [
    /public key is invalid/i,
    {
      code: 'cloud-bad-key',
      message: 'The cloud does not take this public key.',
      advice: 'CloudStack before 4.14 takes only RSA keys: push an RSA key pair to this account.',
    },
  ],
  [
    /specified key(pair|par|pari)s? exist/i,
    {
      code: 'cloud-not-found',
      message: 'The account does not hold every key pair that is to be set.',
      advice: 'Push the key to the account that owns the instance, then try again.',
    },
  ],
  [
    /does not exist|unable to find|could not find|cannot find/i,
    { code: 'cloud-not-found', message: 'The cloud does not have what was asked for.' },
  ],
  [
    /concurrent operation|another (job|operation)|in transition/i,
    {
      code: 'cloud-busy',
      message: 'The cloud is still at something else with this instance.',
      advice: 'Wait a minute, then try again.',
    },
  ],
]

const askOperator = 'Ask the operator of the cloud to allow it for the role of this API key.'
const operatorSide = 'Try again later; if it stays so, tell the operator of the cloud.'

/** https://github.com/apache/cloudstack, ApiErrorCode */
const byCode: Record<number, Meaning> = {
  405: { code: 'cloud-failed', message: 'The cloud does not take {command} by POST.', advice: operatorSide },
  411: {
    code: 'cloud-credentials',
    message: 'The cloud wants a second factor for this user.',
    advice: 'Use the API keys of a user without two-factor authentication.',
  },
  430: { code: 'cloud-failed', message: 'The cloud could not read {command}.' },
  432: {
    code: 'cloud-forbidden',
    message: 'The cloud does not offer {command} to this API key.',
    advice: askOperator,
  },
  530: {
    code: 'cloud-failed',
    message: 'The cloud had an internal error at {command}.',
    advice: operatorSide,
  },
  531: { code: 'cloud-forbidden', message: 'This account may not do {command}.', advice: askOperator },
  532: {
    code: 'cloud-quota',
    message: 'The account has reached a limit of the cloud.',
    advice: 'Delete what is not needed, or ask the operator for a higher limit.',
  },
  533: { code: 'cloud-failed', message: 'The cloud has no room for this just now.', advice: operatorSide },
  534: {
    code: 'cloud-failed',
    message: 'A part of the cloud that this needs is not available.',
    advice: operatorSide,
  },
  535: {
    code: 'cloud-failed',
    message: 'The cloud could not allocate what this needs.',
    advice: operatorSide,
  },
  536: {
    code: 'cloud-busy',
    message: 'What this concerns is in use.',
    advice: 'Wait a minute, then try again.',
  },
  537: { code: 'cloud-failed', message: "This conflicts with the cloud's network.", advice: operatorSide },
}

/** The refusal as the error for the user; the cloud's own words are its detail. 401 is the client's matter. */
export function refusalError(refusal: Refusal): CloudError {
  const { command, errorcode, errortext } = refusal
  if (errorcode === 429) return throttled(refusal)
  const told = [431, 530].includes(errorcode) && byText.find(([pattern]) => pattern.test(errortext))?.[1]
  const meaning = told || (byCode[errorcode] ?? unknown(refusal))
  const parts: CloudErrorParts = {
    retryable: meaning.code === 'cloud-busy' || errorcode >= 533,
    detail: `${command}: ${errorcode} ${errortext}`,
    ...(meaning.advice === undefined ? {} : { advice: meaning.advice }),
  }
  const lost = !told && [530, 534].includes(errorcode)
  const message = meaning.message.replace('{command}', command)
  return new CloudError(meaning.code, message, lost ? { ...parts, again: 'lost', retryable: true } : parts)
}

function throttled({ command, errortext }: Refusal): CloudError {
  const afterMs = /after\s+\[?(\d+)]?\s*ms/i.exec(errortext)?.[1]
  return new CloudError('cloud-throttled', 'The cloud takes no more calls from this account for a while.', {
    advice: 'Wait a minute, then try again.',
    again: 'refused-for-now',
    detail: `${command}: 429 ${errortext}`,
    ...(afterMs === undefined ? {} : { afterMs: Number(afterMs) }),
  })
}

/** In a sentence; the details have more of it. */
const LONGEST_REASON = 300

function unknown({ command, errortext }: Refusal): Meaning {
  const reason = errortext.trim().slice(0, LONGEST_REASON).replace(/\.?$/, '.')
  return { code: 'cloud-failed', message: `The cloud refused ${command}: ${reason}` }
}
