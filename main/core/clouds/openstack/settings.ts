import { LatchkeyError } from '../../lib/error.js'
import { CREDENTIAL_BY_ID, CREDENTIAL_BY_NAME, fields, PASSWORD } from './form.js'
import { parseIdentity } from './identity.js'

/** A name in its domain, or an id, which needs none. */
export type Named = { id: string } | { name: string; domain: Domain }
export type Domain = { id: string } | { name: string }

export type Credentials =
  | { method: typeof PASSWORD; user: Named; password: string; project: Named }
  | { method: typeof CREDENTIAL_BY_ID; id: string; secret: string }
  | { method: typeof CREDENTIAL_BY_NAME; name: string; user: Named; secret: string }

export interface Settings {
  /** Keystone's, up to and with `/v3`. */
  identity: URL
  credentials: Credentials
  /** Empty: all that the catalog has. */
  regions: string[]
}

/** The form's values as what they mean. Throws `input-invalid`. */
export function readSettings(values: Record<string, string>): Settings {
  const identity = parseIdentity(values.identity ?? '')
  return { identity, credentials: readCredentials(values), regions: names(values.regions) }
}

function readCredentials(values: Record<string, string>): Credentials {
  const method = values.authentication || PASSWORD
  if (method === CREDENTIAL_BY_ID)
    return { method, id: needed(values, 'credentialId'), secret: needed(values, 'credentialSecret') }
  const userDomain = domain(values.userDomain || 'Default')
  const user = named(needed(values, 'user'), userDomain)
  if (method === CREDENTIAL_BY_NAME)
    return {
      method,
      name: needed(values, 'credentialName'),
      user,
      secret: needed(values, 'credentialSecret'),
    }
  if (method !== PASSWORD)
    throw new LatchkeyError('input-invalid', `"${method}" is no way to sign in that Latchkey knows.`)
  const projectDomain = values.projectDomain ? domain(values.projectDomain) : userDomain
  const project = named(needed(values, 'project'), projectDomain)
  return { method, user, password: needed(values, 'password'), project }
}

function needed(values: Record<string, string>, name: string): string {
  const value = values[name] ?? ''
  const label = fields.find((field) => field.name === name)?.label ?? name
  if (value.trim() === '')
    throw new LatchkeyError('input-invalid', `The field "${label}" is empty.`, { advice: 'Fill it in.' })
  if (/\p{Cc}/u.test(value))
    throw new LatchkeyError('input-invalid', `The field "${label}" holds more than one line.`, {
      advice: 'Copy it again, and nothing around it.',
    })
  return value
}

/** Keystone makes ids as 32 hexadecimal digits; its first domain has the id `default`. */
const ID = /^[0-9a-f]{32}$/

function named(text: string, domain: Domain): Named {
  return ID.test(text) ? { id: text } : { name: text, domain }
}

function domain(text: string): Domain {
  return ID.test(text) || text === 'default' ? { id: text } : { name: text }
}

function names(text = ''): string[] {
  const found = text.split(/[,;]/).map((name) => name.trim())
  return [...new Set(found)].filter((name) => name !== '')
}
