import { z } from 'zod'
import type { CloudTools } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import { readJson } from '../http.js'
import type { Pacer } from '../pacer.js'
import { AccessRule } from './access-rules.js'
import { outage } from './errors.js'
import { CREDENTIAL_BY_ID, PASSWORD } from './form.js'
import { refusedAuthentication } from './keystone-errors.js'
import { readRefusal } from './refusal.js'
import type { Credentials } from './settings.js'
import { isThrottled, throttled } from './throttle.js'

const Endpoint = z.object({
  interface: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
  url: z.string(),
})
const Service = z.object({ type: z.string(), endpoints: z.array(Endpoint).default([]) })
export type Service = z.infer<typeof Service>

const Named = z.object({ id: z.string(), name: z.string() })
const Body = z.object({
  token: z.object({
    issued_at: z.string(),
    expires_at: z.string(),
    user: Named,
    project: Named.optional(),
    roles: z.array(z.object({ name: z.string() })).default([]),
    catalog: z.array(Service).default([]),
    application_credential: z.object({ access_rules: z.array(AccessRule).nullish() }).optional(),
  }),
})

/** What Keystone gives for credentials: good for calls of one project until it expires. */
export interface Token {
  /** Secret. */
  id: string
  /** In milliseconds, by the cloud's own clock from its making. */
  lifetimeMs: number
  user: { id: string; name: string }
  project: { id: string; name: string }
  /** Names of the user's roles in the project. */
  roles: string[]
  /** The only calls that an application credential may make; null where it may make all that its roles may. */
  accessRules: AccessRule[] | null
  catalog: Service[]
}

const AUTHENTICATION = 'POST /auth/tokens'

export const NOT_KEYSTONE =
  'The identity endpoint should look like https://HOST:5000/v3 (OS_AUTH_URL in an openrc file).'

/** Asks Keystone for tokens. Throws `cloud-credentials` where it gives none. https://docs.openstack.org/api-ref/identity/v3/ */
export function createKeystone(
  identity: URL,
  credentials: Credentials,
  { send, clock }: CloudTools,
  pacer: Pacer,
) {
  const url = new URL(`${identity.pathname}/auth/tokens`, identity)
  const body = JSON.stringify({ auth: authentication(credentials) })

  async function ask(signal?: AbortSignal): Promise<Token> {
    const answer = await send({ url, contentType: 'application/json', body, signal })
    if (isThrottled(answer)) throw throttled(AUTHENTICATION, answer, clock.now())
    const json = readJson(url, answer, NOT_KEYSTONE)
    const refusal = readRefusal(AUTHENTICATION, answer, json)
    if (answer.status >= 500) throw outage(url, refusal)
    if (answer.status >= 400) throw refusedAuthentication(url, credentials, answer, refusal)
    return toToken(url, json, answer.headers.get('x-subject-token'))
  }

  return { authenticate: (signal?: AbortSignal) => pacer.read(() => ask(signal), signal) }
}

/** No scope with application credentials: they have one, and Keystone refuses to be asked for another. */
function authentication(credentials: Credentials): object {
  if (credentials.method === PASSWORD) {
    const { user, password, project } = credentials
    const identity = { methods: ['password'], password: { user: { ...user, password } } }
    return { identity, scope: { project } }
  }
  const { secret } = credentials
  const credential =
    credentials.method === CREDENTIAL_BY_ID
      ? { id: credentials.id, secret }
      : { name: credentials.name, user: credentials.user, secret }
  return { identity: { methods: ['application_credential'], application_credential: credential } }
}

function toToken(url: URL, json: unknown, id: string | null): Token {
  const { success, data, error } = Body.safeParse(json)
  if (!success || id === null) {
    throw new CloudError('cloud-not-an-api', `${url.host} answered, but not as Keystone does.`, {
      advice: NOT_KEYSTONE,
      detail: success ? 'There is no X-Subject-Token.' : z.prettifyError(error),
    })
  }
  const { token } = data
  if (token.project === undefined) throw withoutProject(url)
  return {
    id,
    lifetimeMs: Date.parse(token.expires_at) - Date.parse(token.issued_at),
    user: token.user,
    project: token.project,
    roles: token.roles.map(({ name }) => name),
    accessRules: token.application_credential?.access_rules ?? null,
    catalog: token.catalog,
  }
}

function withoutProject(url: URL): CloudError {
  return new CloudError('cloud-forbidden', `${url.host} knows the user, but opened no project for it.`, {
    advice: 'Ask for a role in the project, then try again.',
  })
}
