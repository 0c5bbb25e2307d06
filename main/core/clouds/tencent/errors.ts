import type { ErrorCode } from '../../../../contract/errors.js'
import { LatchkeyError } from '../../lib/error.js'
import { CloudError, type CloudErrorParts } from '../cloud-error.js'
import type { HttpAnswer } from '../http.js'
import { retryAfterMs } from '../retry-after.js'

/** An error as Tencent Cloud gives it, inside an answer of HTTP status 200. */
export interface Refusal {
  service: string
  action: string
  code: string
  message: string
  requestId: string
  /** The same credentials were taken before, in this run. */
  worked: boolean
}

interface Meaning {
  code: ErrorCode
  /** `{action}` and `{service}` are filled in. */
  message: string
  advice?: string
  again?: CloudErrorParts['again']
  retryable?: boolean
}

const COPY_AGAIN = 'Copy both again from the console, under Access Management, API Keys.'
const OPERATOR = 'Try again later; if it stays so, send the request id in the details to Tencent Cloud.'
const SHORTEN = 'Use letters, digits and underscores, at most 25 of them.'

const throttled = {
  code: 'cloud-throttled',
  message: 'Tencent Cloud takes no more calls from this account for a while.',
  advice: 'Wait a minute, then try again.',
} as const
const forbidden: Meaning = {
  code: 'cloud-forbidden',
  message: 'These credentials may not do {action}.',
  advice: 'Have {service}:{action} allowed for this user in Access Management (CAM).',
}
const busy: Meaning = {
  code: 'cloud-busy',
  message: 'Tencent Cloud is still at something else with this instance.',
  advice: 'Wait a minute, then try again.',
  retryable: true,
}
const quota: Meaning = {
  code: 'cloud-quota',
  message: 'The account has reached a limit of Tencent Cloud.',
  advice: 'Delete what is not needed, or ask Tencent Cloud for a higher limit.',
}
const TOKEN = 'AuthFailure.TokenFailure'
const wrongToken: Meaning = {
  code: 'cloud-credentials',
  message: 'The session token is wrong or has expired.',
  advice: 'Enter new temporary credentials, all three of them; for a lasting key leave the token empty.',
}
const notFound: Meaning = {
  code: 'cloud-not-found',
  message: 'Tencent Cloud does not have what was asked for.',
}
const badName: Meaning = {
  code: 'cloud-failed',
  message: 'Tencent Cloud does not take this name for a key pair.',
  advice: SHORTEN,
}
const internal: Meaning = {
  code: 'cloud-failed',
  message: 'Tencent Cloud had an internal error at {action}.',
  advice: OPERATOR,
  again: 'lost',
}
const wrongState: Meaning = {
  code: 'cloud-failed',
  message: 'The instance is in a state in which Tencent Cloud refuses {action}.',
  advice: "Look at the instance in the cloud's own console.",
}
const noRegion: Meaning = {
  code: 'cloud-not-found',
  message: 'Tencent Cloud does not offer this region to the account.',
  advice: 'Check the regions of the account.',
}

/** By the whole code, else by what stands before its dot: https://www.tencentcloud.com/document/product/213/30435 */
const meanings: Record<string, Meaning> = {
  AuthFailure: {
    code: 'cloud-credentials',
    message: 'Tencent Cloud does not take these credentials.',
    advice: COPY_AGAIN,
  },
  'AuthFailure.SecretIdNotFound': {
    code: 'cloud-credentials',
    message: 'Tencent Cloud knows no such secret ID, or it was disabled.',
    advice: `${COPY_AGAIN} Check also that the site is the one where the account was made.`,
  },
  'AuthFailure.InvalidSecretId': {
    code: 'cloud-credentials',
    message: 'The secret ID is not the one of an API key.',
    advice: COPY_AGAIN,
  },
  'AuthFailure.SignatureFailure': {
    code: 'cloud-credentials',
    message: 'The secret key does not belong to the secret ID.',
    advice: COPY_AGAIN,
  },
  'AuthFailure.SignatureExpire': {
    code: 'cloud-clock',
    message: "This computer's clock differs by more than 5 minutes from the one of Tencent Cloud.",
    advice: "Set this computer's date and time, then try again.",
  },
  [TOKEN]: wrongToken,
  'AuthFailure.MFAFailure': {
    code: 'cloud-credentials',
    message: 'Tencent Cloud wants a second factor for {action}.',
    advice: 'Use the key of a user whose API calls need none.',
  },
  'AuthFailure.UnauthorizedOperation': forbidden,
  UnauthorizedOperation: forbidden,
  RequestLimitExceeded: { ...throttled, again: 'refused-for-now' },
  LimitExceeded: quota,
  'InvalidKeyPair.LimitExceeded': {
    ...quota,
    message: 'The account holds as many key pairs as Tencent Cloud lets it.',
  },
  'InvalidKeyPairName.Duplicate': {
    code: 'cloud-duplicate-name',
    message: 'The account already holds another key pair with this name.',
    advice: 'Push the key under another name.',
  },
  InvalidKeyPairName: badName,
  InvalidKeyPairNameEmpty: badName,
  InvalidKeyPairNameTooLong: badName,
  InvalidKeyPairNameIncludeIllegalChar: badName,
  'InvalidPublicKey.Duplicate': {
    code: 'cloud-duplicate-key',
    message: 'The account already holds this key under another name.',
    advice: 'Use it under that name, or delete it there first.',
  },
  'InvalidPublicKey.Malformed': {
    code: 'cloud-bad-key',
    message: 'Tencent Cloud does not take this public key.',
    advice: 'It takes RSA only: push an RSA key pair to this account.',
  },
  'InvalidParameterValue.KeyPairNotSupported': {
    code: 'cloud-key-in-use',
    message: 'Tencent Cloud keeps this key pair, because an instance or a custom image has it.',
    advice: 'Take it from its instances first, then delete it.',
  },
  'InvalidKeyPairId.NotFound': notFound,
  'InvalidKeyPairId.Malformed': notFound,
  'InvalidInstanceId.NotFound': notFound,
  'InvalidInstanceId.Malformed': notFound,
  ResourceNotFound: notFound,
  UnsupportedRegion: noRegion,
  InvalidRegion: noRegion,
  MutexOperation: busy,
  'OperationDenied.InstanceOperationInProgress': busy,
  'UnsupportedOperation.InstanceStateRunning': {
    code: 'cloud-instance-not-stopped',
    message: 'The instance is not stopped.',
    advice: 'Stop it first, then try again.',
  },
  'UnsupportedOperation.InstanceOsWindows': {
    code: 'cloud-failed',
    message: 'Tencent Cloud puts keys on Linux instances only, and this one runs Windows.',
    advice: 'Log in with its password.',
  },
  'UnsupportedOperation.StoppedModeStopCharging': {
    code: 'cloud-failed',
    message:
      'The instance was stopped without being charged for, and Tencent Cloud refuses to bind keys then.',
    advice: 'Start it, stop it from Latchkey (which keeps the charge), then try again.',
  },
  'FailedOperation.DisassociateKeyPairFailed': {
    code: 'cloud-failed',
    message: 'Tencent Cloud could not take the key from the instance.',
    advice: OPERATOR,
  },
  InternalError: internal,
  InternalServerError: internal,
  ServiceUnavailable: internal,
}

const MOVING = /\.InstanceState(Pending|Starting|Stopping|Rebooting|Enter|Exit|ServiceLiveMigrate)/

/** Limits are per second: https://www.tencentcloud.com/document/product/213/15694 */
const SECOND_MS = 1_000

/** The refusal as the error for the user; the cloud's own words and its request id are the detail. */
export function refusalError(refusal: Refusal): CloudError {
  const { service, action, code, message, requestId } = refusal
  const meaning = meaningOf(refusal)
  const fill = (text: string) => text.replaceAll('{action}', action).replaceAll('{service}', service)
  return new CloudError(meaning.code, fill(meaning.message), {
    ...(meaning.advice !== undefined && { advice: fill(meaning.advice) }),
    ...(meaning.again !== undefined && { again: meaning.again }),
    ...(meaning.again === 'refused-for-now' && { afterMs: SECOND_MS }),
    ...(meaning.retryable !== undefined && { retryable: meaning.retryable }),
    detail: `${action}: ${code} ${message} (request ${requestId})`,
    cause: refusal,
  })
}

/** The error where a gateway before the API asks to come again later; null where it doesn't. */
export function gatewayRefusal({ status, headers }: HttpAnswer, nowMs: number): CloudError | null {
  const afterMs = retryAfterMs(headers, nowMs)
  if (status !== 429 && (status !== 503 || afterMs === null)) return null
  const { code, message, advice } = throttled
  return new CloudError(code, message, {
    advice,
    again: 'refused-for-now',
    detail: `HTTP ${status}`,
    ...(afterMs !== null && { afterMs }),
  })
}

/** Tencent Cloud's own code where the error is a refusal of its, else "". */
export function codeOf(error: unknown): string {
  const cause = error instanceof LatchkeyError ? error.cause : null
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}

/** Whether it says that the region is not for this account. */
export function isOtherRegion(error: unknown): boolean {
  return meanings[prefix(codeOf(error))] === noRegion
}

function meaningOf(refusal: Refusal): Meaning {
  const { code, worked } = refusal
  if (worked && code === TOKEN) return { ...wrongToken, message: 'The session token has expired.' }
  if (MOVING.test(code)) return busy
  const meaning = meanings[code] ?? meanings[prefix(code)]
  if (meaning !== undefined) return meaning
  return code.startsWith('UnsupportedOperation.InstanceState') ? wrongState : unknown(refusal)
}

const prefix = (code: string) => code.split('.')[0] ?? ''

/** In a sentence; the details have more of it. */
const LONGEST_REASON = 300

function unknown({ action, code, message }: Refusal): Meaning {
  const reason = (message.trim() || code).slice(0, LONGEST_REASON).replace(/\.?$/, '.')
  return { code: 'cloud-failed', message: `Tencent Cloud refused ${action}: ${reason}` }
}
