import type { Instance } from '../../contract/instances.js'
import type { SshTarget } from '../../main/core/sessions/ssh.js'

/** An instance of the account `a` that runs at the target, with the key bound to it. */
export function labInstance(
  cloudId: string,
  name: string,
  { host, port, user }: SshTarget,
  boundKeyId: string | null,
): Instance {
  return {
    id: `a/${cloudId}`,
    accountId: 'a',
    cloudId,
    name,
    state: 'running',
    cloudState: 'Running',
    zone: 'zone-1',
    os: 'Debian 12',
    addresses: [host],
    ssh: [{ host, port, via: 'public' }],
    declared: [],
    proven: [],
    boundKeyId,
    user,
    userGuesses: [user],
  }
}
