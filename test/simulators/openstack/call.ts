import type { State, Token } from './state.js'

export interface Answer {
  status: number
  /** Undefined: no body. */
  body?: object
  headers?: Record<string, string>
}

/** One call of a service whose token was taken. */
export interface Call {
  state: State
  token: Token
  region: string
  /** `http://127.0.0.1:PORT` */
  origin: string
  /** `/os-keypairs`, without the service's own prefix. */
  path: string
  query: URLSearchParams
  /** What `{…}` of the route stands for, decoded. */
  params: string[]
  body: unknown
  /** Nova's, as the minor number. */
  microversion: number
}

export interface Route {
  /** `GET /os-keypairs/{name}`: also the name under which faults are planned and calls counted. */
  operation: string
  method: string
  pattern: RegExp
  run(call: Call): Answer
}

/** A route by its method and path; `{…}` stands for one segment. */
export function route(operation: string, run: Route['run']): Route {
  const [method = '', path = ''] = operation.split(' ')
  const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`)
  return { operation, method, pattern, run }
}
