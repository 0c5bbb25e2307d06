import type { KeysService } from '../services.js'
import type { ConnectSsh, ReachOptions, SshConnection } from '../sessions/ssh.js'

interface Parts {
  keys: Pick<KeysService, 'openSigner'>
  connect: ConnectSsh
}

/** A login with exactly this key pair of the vault, as Connect would make it. Throws as both parts do. */
export async function connectWithKey(
  keyId: string,
  reach: ReachOptions,
  { keys, connect }: Parts,
): Promise<SshConnection> {
  const signer = await keys.openSigner(keyId)
  try {
    return await connect({ ...reach, signer })
  } finally {
    signer.close()
  }
}
