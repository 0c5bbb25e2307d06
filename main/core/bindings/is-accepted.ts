import { fingerprintSha256, publicKeyFacts } from '../keys/public-key.js'
import type { Signer } from '../keys/signer.js'
import { isLatchkeyError } from '../lib/error.js'
import type { KeyRecord } from '../profile.js'
import type { ConnectSsh, ReachOptions } from '../sessions/ssh.js'

/**
 * Whether a server would let the key in: a login is begun, and given up where the server takes the key and asks for its
 * signature (RFC 4252 §7). The private half is not needed, so this goes for keys of which the vault has none. Throws as the
 * connector does where the server neither takes nor refuses it.
 */
export async function isAccepted(
  { id, blob }: Pick<KeyRecord, 'id' | 'blob'>,
  reach: ReachOptions,
  { connect }: { connect: ConnectSsh },
): Promise<boolean> {
  let accepted = false
  const publicBlob = Buffer.from(blob, 'base64')
  const signer: Signer = {
    keyId: id,
    fingerprint: fingerprintSha256(publicBlob),
    type: publicKeyFacts(publicBlob).sshType,
    publicBlob,
    accepted: () => {
      accepted = true
    },
    sign: () => Promise.reject(new Error('The key was only asked about')),
    close: () => undefined,
  }
  try {
    const connection = await connect({ ...reach, signer })
    connection.end()
    return true
  } catch (error) {
    if (accepted) return true
    if (isLatchkeyError(error, 'ssh-auth-refused')) return false
    throw error
  }
}
