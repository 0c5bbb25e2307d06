/*
 * What openstackclient does by a file, and an account of Latchkey not: a connection is weakened by nothing that was pasted.
 * https://docs.openstack.org/python-openstackclient/latest/cli/man/openstack.html
 */

const IS_TRUE = /^(1|true|yes|on)$/i
const IS_FALSE = /^(0|false|no|off)$/i
const IS_PUBLIC = /^(public(url)?)?$/i

/** Sentences on the settings of a file, by the names of clouds.yaml; none where it has no such settings. */
export function notTaken(found: Record<string, string>): string[] {
  const { cacert, verify = '', insecure = '', cert, interface: endpoints = found.endpoint_type } = found
  const takesAny = IS_FALSE.test(verify) || IS_TRUE.test(insecure)
  const notes: (string | false)[] = [
    cacert !== undefined &&
      cacert !== '' &&
      `The file trusts the authority in ${cacert}. Latchkey reads no file of your disk for that: paste the certificate itself under Connection.`,
    takesAny &&
      'The file lets any certificate pass. Latchkey checks it all the same: paste the certificate of the cloud’s authority under Connection, or confirm there that any is taken.',
    cert !== undefined &&
      cert !== '' &&
      `The file shows the cloud a certificate of the user (${cert}). Latchkey shows none: where the cloud insists on it, the account can’t be used.`,
    endpoints !== undefined &&
      !IS_PUBLIC.test(endpoints) &&
      `The file asks for the ${endpoints.replace(/URL$/, '')} endpoints. Latchkey uses the public ones.`,
  ]
  return notes.filter((note) => note !== false)
}
