import type { Instance } from '../../../contract/instances.js'
import { LatchkeyError } from '../lib/error.js'

/** For an instance without an address that SSH could be tried on: why, and what to do about it. */
export function noAddress({ name, ownHost }: Pick<Instance, 'name' | 'ownHost'>): LatchkeyError {
  const jump = ownHost?.jump ?? null
  if (jump === null)
    return new LatchkeyError('instance-no-address', `${name} has no address for SSH.`, {
      advice: 'Give it a public address or a port forward in the cloud, then refresh.',
    })
  return new LatchkeyError(
    'instance-no-address',
    `${name} is reached through ${jump}, and Latchkey does not go through jump hosts yet.`,
    {
      advice:
        'If this computer reaches it directly, through a VPN for instance, edit the host and clear its jump host.',
    },
  )
}
