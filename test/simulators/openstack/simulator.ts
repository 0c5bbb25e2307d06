import { randomUUID } from 'node:crypto'
import { createFaults, type Faults } from '../wire-faults.js'
import type { Answer, Call, Route } from './call.js'
import { ApiError, noSuchPage, novaError } from './errors.js'
import type { Fault } from './faults.js'
import { type ApiHost, type ApiRequest, serve } from './http.js'
import { glanceVersions, images, volumes } from './images.js'
import { keyPairs } from './key-pairs.js'
import { authenticate, identityVersion, requireToken } from './keystone.js'
import { novaVersion, requestedMinor, versionHeaders } from './microversion.js'
import { newCloud, type OpenStackOptions, type ServerSpec, serverOf } from './seed.js'
import { servers } from './servers.js'
import { type Project, type Server, type State, serverTime, type User } from './state.js'

const SERVICES: Record<string, { prefix: RegExp; routes: Route[] }> = {
  compute: { prefix: /^\/v2\.1(?:\/[0-9a-f]{32})?/, routes: [...keyPairs, ...servers] },
  image: { prefix: /^\/v2/, routes: images },
  volume: { prefix: /^\/v3\/[0-9a-f]{32}/, routes: volumes },
}

export interface OpenStackSimulator {
  /** Keystone's, with `/v3`. */
  identity: string
  /** The first user and project. */
  user: User
  project: Project
  /** Everything the cloud knows. Tests look at it and may change it, above all `settings`. */
  state: State
  faults: Faults<Fault>
  /** Every call that came, in order: `POST /os-keypairs` and its region (empty for Keystone's). */
  calls: { operation: string; region: string; microversion: string | undefined }[]
  /** Puts a key on the account of the first user, as it would have been there long ago. */
  addKeyPair(name: string, publicKey: string, region?: string): void
  addServer(spec: ServerSpec): Server
  /** From now on no token is good, as when Keystone's keys are rotated. */
  revokeTokens(): void
  stop(): Promise<void>
}

/**
 * Keystone, Nova, Glance and Cinder in memory, on 127.0.0.1: the part of their APIs that key pairs and instances need. What
 * it answers was compared with a real Keystone 22 and Nova 26.
 */
export async function startOpenStackSimulator(options: OpenStackOptions = {}): Promise<OpenStackSimulator> {
  const { state, user, project } = newCloud(options)
  const faults = createFaults<Fault>()
  const calls: OpenStackSimulator['calls'] = []
  const { server, port } = await serve(createHost(state, faults, calls), options.port ?? 0)
  return {
    identity: `http://127.0.0.1:${port}/identity/v3`,
    ...{ user, project, state, faults, calls },
    addKeyPair(name, publicKey, region = state.regions[0] ?? '') {
      state.keyPairs.push({ id: state.keyPairs.length + 1, name, user, region, publicKey })
    },
    addServer(spec) {
      const added = serverOf(state, user, project, spec)
      state.servers.push(added)
      return added
    },
    revokeTokens: () => state.tokens.clear(),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function createHost(
  state: State,
  faults: ReturnType<typeof createFaults<Fault>>,
  calls: OpenStackSimulator['calls'],
): ApiHost {
  return {
    now: () => serverTime(state),
    take(request) {
      const place = placeOf(state, request)
      const { operation, region } = place
      calls.push({ operation, region, microversion: header(request, 'openstack-api-version') })
      return {
        fault: faults.due(operation, region),
        answer: () => withRequestId(() => answer(state, request, place)),
      }
    },
  }
}

interface Place {
  operation: string
  region: string
  service: string
  /** Below the service's version. */
  path: string
  route: Route | null
  params: string[]
}

/** Which service, region and route a request is for. Stopping and starting are operations of their own. */
function placeOf(state: State, { method, url, body }: ApiRequest): Place {
  const [, first = '', service = ''] = url.pathname.split('/')
  const nowhere = {
    operation: `${method} ${url.pathname}`,
    region: '',
    service: '',
    path: '',
    route: null,
    params: [],
  }
  if (first === 'identity')
    return { ...nowhere, service: 'identity', operation: identityOperation(method, url) }
  const known = SERVICES[service]
  if (!state.regions.includes(first) || known === undefined) return nowhere
  const below = url.pathname.slice(`/${first}/${service}`.length)
  const prefix = known.prefix.exec(below)?.[0]
  if (prefix === undefined) return { ...nowhere, region: first, service, path: below }
  const path = below.slice(prefix.length)
  for (const route of known.routes) {
    const found = route.method === method ? route.pattern.exec(path) : null
    if (found === null) continue
    const [action] = route.operation.endsWith('/action') ? Object.keys((body ?? {}) as object) : []
    const operation = action ?? route.operation
    return { operation, region: first, service, path, route, params: found.slice(1).map(decodeURIComponent) }
  }
  return { ...nowhere, operation: `${method} ${path}`, region: first, service, path }
}

function identityOperation(method: string, { pathname }: URL): string {
  return `${method} ${pathname.replace('/identity/v3', '') || '/'}`
}

function answer(state: State, request: ApiRequest, place: Place): Answer {
  const { method, url, body } = request
  const { origin } = url
  if (place.service === 'identity') return identityAnswer(state, request, place.operation)
  if (place.service === '') throw noSuchPage()
  const root = `/${place.region}/${place.service}`
  const below = url.pathname.slice(root.length).replace(/\/$/, '')
  if (place.service === 'compute' && ['', '/v2.1'].includes(below))
    return novaVersion(state, `${origin}${root}`, url)
  if (place.service === 'image' && below === '') return glanceVersions(`${origin}${root}`)
  const token = requireToken(state, header(request, 'x-auth-token'), method, place.path)
  if (place.route === null) throw noSuchPage()
  const microversion = place.service === 'compute' ? requestedMinor(state, request.headers) : 1
  const { region, path, params } = place
  const call: Call = {
    state,
    token,
    region,
    origin,
    path,
    query: url.searchParams,
    params,
    body,
    microversion,
  }
  const given = place.route.run(call)
  return place.service === 'compute'
    ? { ...given, headers: { ...given.headers, ...versionHeaders(microversion) } }
    : given
}

function identityAnswer(state: State, request: ApiRequest, operation: string): Answer {
  const { url, body } = request
  if (operation === 'POST /auth/tokens') return authenticate(state, url.origin, body)
  if (operation === 'GET /') return identityVersion(url.origin)
  if (operation !== 'DELETE /auth/tokens') throw noSuchPage()
  state.tokens.delete(header(request, 'x-subject-token') ?? '')
  return { status: 204 }
}

function withRequestId(run: () => Answer): Answer {
  const headers = { 'x-openstack-request-id': `req-${randomUUID()}` }
  try {
    const given = run()
    return { ...given, headers: { ...given.headers, ...headers } }
  } catch (error) {
    const refused = error instanceof ApiError ? error : novaError(500, 'Unexpected API Error.')
    return { status: refused.status, body: refused.body, headers: { ...refused.headers, ...headers } }
  }
}

function header({ headers }: ApiRequest, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
