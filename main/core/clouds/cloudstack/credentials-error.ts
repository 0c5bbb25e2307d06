import { told } from '../../../../contract/words/say.js'
import { CloudError } from '../cloud-error.js'
import type { Credentials } from './sign.js'

/** CloudStack makes both keys as base64url of 64 random bytes. */
const USUAL_KEY = /^[A-Za-z0-9_-]{86}$/

interface Refusal {
  url: URL
  credentials: Credentials
  command: string
  /** Whether the same credentials were accepted before, in this run. */
  accepted: boolean
  detail: string
}

/**
 * The error for a 401. CloudStack says the same words for an unknown API key, a wrong secret key, a disabled user and
 * an expired signature, so what can be told apart is told from the outside: the keys' form, and what went before.
 */
export function refusedCredentials(refusal: Refusal): CloudError {
  const { url, command, accepted, credentials } = refusal
  const parts = { detail: `${command}: 401 ${refusal.detail}` }
  if (/not available|not allowed|does not exist/i.test(refusal.detail)) {
    return new CloudError('cloud-forbidden', `${url.host} does not offer ${command} to this API key.`, {
      advice: 'Ask the operator of the cloud to allow it for the role of this API key.',
      ...parts,
    })
  }
  if (accepted) {
    return new CloudError(
      'cloud-credentials',
      `${url.host} refuses ${command}, though it took these keys before.`,
      {
        advice:
          'Check whether new keys were generated, the user was disabled, or its role does not allow this command.',
        ...parts,
      },
    )
  }
  const message = `${url.host} knows no user with this API key and secret key.`
  return new CloudError('cloud-credentials', message, { advice: hint(credentials), ...parts })
}

function hint({ apiKey, secretKey }: Credentials): string {
  const odd = [
    ...(USUAL_KEY.test(apiKey) ? [] : [told`the API key has ${apiKey.length}`]),
    ...(USUAL_KEY.test(secretKey) ? [] : [told`the secret key has ${secretKey.length}`]),
  ]
  const advice =
    'Copy both again from the page of your user; they are made together, and new ones replace the old.'
  if (odd.length === 0) return advice
  return `${advice} CloudStack's keys usually have 86 letters, digits, - and _; ${odd.join(' and ')} characters.`
}
