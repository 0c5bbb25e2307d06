import ssh2, { type AuthContext } from 'ssh2'

/** Whether the login is of `user` and with a key that authorized_keys lists (compared by its blob), and the signature holds. */
export function isAuthorized(context: AuthContext, user: string, authorizedKeys: string): boolean {
  if (context.method !== 'publickey' || context.username !== user) return false
  const blob = context.key.data.toString('base64')
  if (!lists(authorizedKeys, blob)) return false
  if (!context.signature || !context.blob) return true // the client only asks whether this key would do
  const key = ssh2.utils.parseKey(`${keyType(context.key.data)} ${blob}`)
  return !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo) === true
}

/** sshd's rule in short: any line that isn't a comment and has the blob as one of its words. */
function lists(authorizedKeys: string, blob: string): boolean {
  return authorizedKeys.split('\n').some((line) => !line.startsWith('#') && line.split(/\s+/).includes(blob))
}

/** The blob names its own type; the algorithm that the client asked for may be another (rsa-sha2-512). */
const keyType = (blob: Buffer) => blob.toString('latin1', 4, 4 + blob.readUInt32BE(0))
