import { CloudError } from '../cloud-error.js'
import type { HttpAnswer } from '../http.js'
import { PASSWORD } from './form.js'
import type { Refusal } from './refusal.js'
import type { Credentials, Named } from './settings.js'

/** What Keystone says to every wrong user, domain, password, project and secret. */
const STANDARD_WORDS = 'The request you have made requires authentication.'

/** The error for credentials that Keystone gives no token for. */
export function refusedAuthentication(
  url: URL,
  credentials: Credentials,
  answer: HttpAnswer,
  refusal: Refusal,
): CloudError {
  const { status } = answer
  if (status === 401 && answer.headers.has('openstack-auth-receipt')) return secondFactor(url, refusal)
  if (status === 404 && /application credential/i.test(refusal.reason))
    return new CloudError('cloud-credentials', `${url.host} knows no application credential with this id.`, {
      advice: 'Copy its id again; it is gone where it was deleted, or its user was.',
      detail: refusal.detail,
    })
  if (status === 404)
    return new CloudError('cloud-not-an-api', `${url.href} does not exist.`, {
      advice: 'The identity endpoint should look like https://HOST:5000/v3 (OS_AUTH_URL in an openrc file).',
      detail: refusal.detail,
    })
  if (status === 401) return wrong(url, credentials, refusal)
  const parts = { advice: 'Check user, domain and project.', detail: refusal.detail }
  const code = status === 403 ? 'cloud-forbidden' : 'cloud-failed'
  return new CloudError(code, `${url.host} gives no token: ${refusal.sentence}`, parts)
}

function secondFactor(url: URL, { detail }: Refusal): CloudError {
  return new CloudError('cloud-credentials', `${url.host} wants a second factor (TOTP) for this user.`, {
    advice: 'Make an application credential for the project, which needs none, and sign in with that.',
    detail,
  })
}

function wrong(url: URL, credentials: Credentials, { reason, sentence, detail }: Refusal): CloudError {
  const { message, advice } = story(url, credentials)
  const known = reason === '' || reason.startsWith(STANDARD_WORDS)
  return new CloudError('cloud-credentials', known ? message : `${message} It says: ${sentence}`, {
    advice,
    detail,
  })
}

function story(url: URL, credentials: Credentials): { message: string; advice: string } {
  if (credentials.method === PASSWORD) {
    const { user, project } = credentials
    return {
      message: `${url.host} does not let ${shown(user)} into project ${shown(project)} with this password.`,
      advice:
        'Keystone does not say what is wrong: check user, password and project, and the domain of each.',
    }
  }
  return {
    message: `${url.host} refuses this application credential.`,
    advice:
      'Its secret is wrong, or it has expired, or its user lost the role that it was made with. Copy the secret again, or make a new one.',
  }
}

function shown(named: Named): string {
  if ('id' in named) return named.id
  const { domain } = named
  return `"${named.name}" (domain ${'id' in domain ? domain.id : domain.name})`
}
