/** A refusal: the HTTP status, and the body as the service writes it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body))
  }
}

const novaNames: Record<number, string> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  406: 'computeFault',
  409: 'conflictingRequest',
  413: 'overLimit',
  429: 'overLimit',
  500: 'computeFault',
}

/** As Nova and Cinder refuse. */
export function novaError(status: number, message: string, headers: Record<string, string> = {}): ApiError {
  return new ApiError(status, { [novaNames[status] ?? 'computeFault']: { code: status, message } }, headers)
}

export function throttledError(seconds: number): ApiError {
  const message = 'This request was rate-limited.'
  const body = { overLimit: { code: 429, message, retryAfter: String(seconds) } }
  return new ApiError(429, body, { 'Retry-After': String(seconds) })
}

/** As Keystone refuses. */
export function keystoneError(status: number, title: string, message: string): ApiError {
  return new ApiError(status, { error: { code: status, message, title } })
}

/** For wrong passwords, users, projects and secrets, and for tokens that are unknown or have expired: always this. */
export const unauthorized = () =>
  keystoneError(401, 'Unauthorized', 'The request you have made requires authentication.')

export const policyForbids = (rule: string) => novaError(403, `Policy doesn't allow ${rule} to be performed.`)

export const noSuchPage = () =>
  new ApiError(404, {
    message: 'The resource could not be found.<br /><br />\n\n\n',
    code: '404 Not Found',
    title: 'Not Found',
  })
