import type { PastedAccount } from '../../../../contract/accounts.js'
import { LatchkeyError } from '../../lib/error.js'
import { entryOf, readCloudsYaml } from './clouds-yaml.js'
import { CREDENTIAL_BY_ID, CREDENTIAL_BY_NAME, PASSWORD } from './form.js'
import { notTaken } from './not-taken.js'
import { readOpenrc } from './openrc.js'

/** Its first key, also as JSON; a comment or a password of it may well name what an openrc file sets. */
const CLOUDS_YAML = /^[\s\ufeff{]*["']?clouds["']?\s*:/m

/**
 * The form's values out of an openrc file (for bash, cmd or PowerShell) or a clouds.yaml, and what else it says. Where the
 * file has no password, there is none in the answer. Throws `input-invalid` where there is nothing of use in it, or it signs in by other means
 * than a password or an application credential. Of a clouds.yaml with several clouds it needs to be told which; without, the answer
 * names them.
 */
export function readPasted(text: string, cloud?: string): PastedAccount {
  const isOpenrc = /\bOS_[A-Z]/.test(text) && !CLOUDS_YAML.test(text)
  if (isOpenrc) return toAccount(readOpenrc(text))
  const clouds = readCloudsYaml(text)
  const [only, ...more] = Object.keys(clouds)
  if (cloud === undefined && more.length > 0) return { values: {}, notes: [], clouds: Object.keys(clouds) }
  return toAccount(entryOf(clouds, cloud ?? only ?? ''))
}

function toAccount(found: Record<string, string>): PastedAccount {
  refuseOtherTypes(found.auth_type || found.auth_plugin || 'password')
  if (!found.auth_url)
    throw new LatchkeyError('input-invalid', 'The file names no identity endpoint (OS_AUTH_URL, auth_url).', {
      advice: 'Paste the whole openrc file or clouds.yaml.',
    })
  return { values: present(toForm(found)), notes: notTaken(found) }
}

/** https://docs.openstack.org/keystoneauth/latest/plugin-options.html */
const AUTH_TYPES = ['password', 'v2password', 'v3password', 'v3applicationcredential']

function refuseOtherTypes(type: string): void {
  if (AUTH_TYPES.includes(type.trim().toLowerCase())) return
  throw new LatchkeyError(
    'input-invalid',
    `The file signs in by ${type}; Latchkey signs in by a password or an application credential.`,
    {
      advice:
        "Make an application credential in the cloud's console (Identity, Application Credentials) and paste its openrc file.",
    },
  )
}

function toForm(found: Record<string, string>): Record<string, string | undefined> {
  const common = { identity: found.auth_url, authentication: methodOf(found), regions: found.regions }
  const owner = {
    user: found.user_id || found.username,
    userDomain: found.user_domain_name || found.user_domain_id || found.domain_name || found.domain_id,
  }
  const credential = { credentialSecret: found.application_credential_secret }
  if (common.authentication === CREDENTIAL_BY_ID)
    return { ...common, credentialId: found.application_credential_id, ...credential }
  if (common.authentication === CREDENTIAL_BY_NAME)
    return { ...common, ...owner, credentialName: found.application_credential_name, ...credential }
  return {
    ...common,
    ...owner,
    password: found.password,
    project: found.project_id || found.tenant_id || found.project_name || found.tenant_name,
    projectDomain: found.project_domain_name || found.project_domain_id,
  }
}

function methodOf(found: Record<string, string>): string {
  if (found.application_credential_id) return CREDENTIAL_BY_ID
  return found.application_credential_name ? CREDENTIAL_BY_NAME : PASSWORD
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(entries)
}
