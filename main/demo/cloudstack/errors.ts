/** A refusal as CloudStack's API gives it. `code` is also the HTTP status (its ApiErrorCode). */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly csCode = 9999,
  ) {
    super(message)
  }
}

const UNAUTHORIZED = 401
const METHOD_NOT_ALLOWED = 405
const API_LIMIT_EXCEED = 429
const PARAM_ERROR = 431
const UNSUPPORTED_ACTION_ERROR = 432

/** Java's InvalidParameterValueException: the command itself refused. */
export const invalid = (text: string) => new ApiError(PARAM_ERROR, text, 4350)

/** Bad or missing signature, unknown key, expired, unknown command: always the same sentence. */
export const unauthorized = () =>
  new ApiError(UNAUTHORIZED, 'unable to verify user credentials and/or request signature')

/** A command that the role of the account leaves out. */
export const notForRole = (command: string, account: string) =>
  new ApiError(
    UNSUPPORTED_ACTION_ERROR,
    `The API [${command}] does not exist or is not available for the account ${account}.`,
  )

export const missingParameter = (command: string, name: string) =>
  new ApiError(
    PARAM_ERROR,
    `Unable to execute API command ${command.toLowerCase()} due to missing parameter ${name}`,
  )

export const invalidParameter = (command: string, why: string) =>
  new ApiError(
    PARAM_ERROR,
    `Unable to execute API command ${command.toLowerCase()} due to invalid value. ${why}`,
  )

export const noSuchEntity = (command: string, name: string, value: string) =>
  invalidParameter(
    command,
    `Invalid parameter ${name} value=${value} due to incorrect long value format, or entity does not exist ` +
      'or due to incorrect parameter annotation for the field in api cmd class.',
  )

export const badRequest = (text: string) => new ApiError(PARAM_ERROR, text)

export const throttled = (retryAfterMs: number) =>
  new ApiError(
    API_LIMIT_EXCEED,
    `The given user has reached his/her account api limit, please retry after ${retryAfterMs} ms.`,
  )

/** Under `enforce.post.requests.and.timestamps`. The sentence is from memory of 4.21's source. */
export const postOnly = (command: string) =>
  new ApiError(METHOD_NOT_ALLOWED, `State changing command ${command} needs to be sent using POST request`)
