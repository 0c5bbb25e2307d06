import { randomBytes, randomUUID } from 'node:crypto'
import type { Answer } from './call.js'
import { ApiError, keystoneError, unauthorized } from './errors.js'
import {
  type ApplicationCredential,
  type Project,
  type State,
  serverTime,
  type Token,
  type User,
} from './state.js'

type Json = Record<string, unknown>

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

/** `POST /v3/auth/tokens`: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management */
export function authenticate(state: State, origin: string, body: unknown): Answer {
  const auth = object(object(body).auth)
  const identity = object(auth.identity)
  const methods = Array.isArray(identity.methods) ? identity.methods : []
  if (methods.includes('application_credential'))
    return byCredential(state, origin, object(identity.application_credential), auth.scope)
  if (!methods.includes('password'))
    throw keystoneError(
      400,
      'Bad Request',
      'Expecting to find methods in identity. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.',
    )
  return byPassword(state, origin, object(object(identity.password).user), auth.scope)
}

function byPassword(state: State, origin: string, wanted: Json, scope: unknown): Answer {
  const user = findUser(state, wanted)
  if (user === undefined || user.password !== wanted.password) throw unauthorized()
  if (user.totp) throw secondFactor(user)
  const wantedProject = object(object(scope).project)
  if (Object.keys(wantedProject).length === 0) return unscoped(state, user)
  const project = state.projects.find((one) => one.id === wantedProject.id || isNamed(one, wantedProject))
  if (project === undefined || !user.roles.has(project.id)) throw unauthorized()
  return tokenFor(state, origin, user, project, null)
}

function byCredential(state: State, origin: string, wanted: Json, scope: unknown): Answer {
  if (scope !== undefined)
    throw keystoneError(401, 'Unauthorized', 'Application credentials cannot request a scope.')
  const found = findCredential(state, wanted)
  if (found.secret !== wanted.secret || found.expired) throw unauthorized()
  return tokenFor(state, origin, found.user, found.project, found)
}

function findCredential(state: State, wanted: Json): ApplicationCredential {
  if (wanted.id !== undefined) {
    const found = state.credentials.find(({ id }) => id === wanted.id)
    if (found) return found
    throw keystoneError(404, 'Not Found', `Could not find Application Credential: ${wanted.id}.`)
  }
  const user = findUser(state, object(wanted.user))
  const found = state.credentials.find((one) => one.user === user && one.name === wanted.name)
  if (!found) throw unauthorized()
  return found
}

function findUser({ users }: State, wanted: Json): User | undefined {
  return users.find((user) => user.id === wanted.id || isNamed(user, wanted))
}

/** There is one domain, `Default` with the id `default`. MariaDB compares names without case. */
function isNamed({ name }: { name: string }, wanted: Json): boolean {
  const domain = object(wanted.domain)
  const inDomain = domain.id === 'default' || String(domain.name).toLowerCase() === 'default'
  return inDomain && String(wanted.name).toLowerCase() === name.toLowerCase()
}

function secondFactor(user: User): ApiError {
  const body = {
    receipt: { methods: ['password'], user: { id: user.id, name: user.name, domain: DOMAIN } },
    required_auth_methods: [['password', 'totp']],
  }
  return new ApiError(401, body, { 'Openstack-Auth-Receipt': randomBytes(64).toString('base64url') })
}

const DOMAIN = { id: 'default', name: 'Default' }

function unscoped(state: State, user: User): Answer {
  const issuedAt = serverTime(state)
  const times = timesOf({ issuedAt, expiresAt: issuedAt + state.settings.tokenTtlMs })
  const token = { methods: ['password'], user: { id: user.id, name: user.name, domain: DOMAIN }, ...times }
  return {
    status: 201,
    body: { token },
    headers: { 'X-Subject-Token': randomBytes(96).toString('base64url') },
  }
}

function tokenFor(
  state: State,
  origin: string,
  user: User,
  project: Project,
  credential: ApplicationCredential | null,
): Answer {
  const issuedAt = serverTime(state)
  const id = `gAAAAAB${randomBytes(96).toString('base64url')}`
  const token: Token = {
    ...{ id, user, project, credential, issuedAt },
    expiresAt: issuedAt + state.settings.tokenTtlMs,
  }
  state.tokens.set(id, token)
  const body = {
    token: {
      methods: [credential ? 'application_credential' : 'password'],
      user: { id: user.id, name: user.name, domain: DOMAIN, password_expires_at: null },
      audit_ids: [randomBytes(16).toString('base64url')],
      ...timesOf(token),
      project: { id: project.id, name: project.name, domain: DOMAIN },
      is_domain: false,
      roles: (user.roles.get(project.id) ?? []).map((name) => ({ id: hexOf(name), name })),
      catalog: catalogFor(state, origin, project),
      ...(credential && { application_credential: described(credential) }),
    },
  }
  return { status: 201, body, headers: { 'X-Subject-Token': id, Vary: 'X-Auth-Token' } }
}

const described = ({ id, name, accessRules }: ApplicationCredential) => ({
  id,
  name,
  restricted: true,
  ...(accessRules && { access_rules: accessRules.map(ruleOf) }),
})

function ruleOf(rule: string): object {
  const [method, path] = rule.split(' ')
  return { id: hexOf(rule), service: 'compute', method, path: `/v2.1${path}` }
}

/** `GET /servers/*` and the like; a star stands for one segment. */
function allows(rule: string, call: string): boolean {
  return new RegExp(`^${rule.replaceAll('*', '[^/]+')}$`).test(call)
}

function timesOf({ issuedAt, expiresAt }: { issuedAt: number; expiresAt: number }) {
  const text = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, '.000000Z')
  return { issued_at: text(issuedAt), expires_at: text(expiresAt) }
}

function catalogFor({ regions, settings }: State, origin: string, project: Project): object[] {
  const services = [
    ['identity', 'keystone', () => `${origin}/identity/v3`],
    ['compute', 'nova', (region: string) => novaUrl(origin, region, settings.projectInUrl ? project : null)],
    ['image', 'glance', (region: string) => `${origin}/${region}/image`],
    ['volumev3', 'cinderv3', (region: string) => `${origin}/${region}/volume/v3/${project.id}`],
  ] as const
  return services.map(([type, name, url]) => ({
    id: hexOf(type),
    type,
    name,
    endpoints: regions.flatMap((region) =>
      ['internal', 'public'].map((kind) => ({
        id: randomUUID().replaceAll('-', ''),
        interface: kind,
        region_id: region,
        region,
        url: kind === 'public' ? url(region) : 'http://10.0.0.1/internal',
      })),
    ),
  }))
}

function novaUrl(origin: string, region: string, project: Project | null): string {
  return `${origin}/${region}/compute/v2.1${project ? `/${project.id}` : ''}`
}

const hexOf = (text: string) => Buffer.from(text.padEnd(16).slice(0, 16)).toString('hex')

/** `GET /identity/v3`, which needs no token. */
export function identityVersion(origin: string): Answer {
  const links = [{ rel: 'self', href: `${origin}/identity/v3/` }]
  return {
    status: 200,
    body: {
      version: { id: 'v3.14', status: 'stable', updated: '2020-04-07T00:00:00Z', links, 'media-types': [] },
    },
  }
}

/** The token that a call carries. Throws 401, as a service's keystonemiddleware does. */
export function requireToken(state: State, id: string | undefined, method: string, path: string): Token {
  const token = state.tokens.get(id ?? '')
  if (token === undefined || token.expiresAt <= serverTime(state)) throw unauthorized()
  const rules = token.credential?.accessRules
  if (rules && !rules.some((rule) => allows(rule, `${method} ${path}`))) throw unauthorized()
  return token
}
