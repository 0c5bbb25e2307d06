import type { Instance } from '../../../contract/instances.js'
import { LatchkeyError } from '../lib/error.js'

/** For an instance without an address that SSH could be tried on: what to do about it. */
export function noAddress({ name }: Pick<Instance, 'name'>): LatchkeyError {
  return new LatchkeyError('instance-no-address', `${name} has no address for SSH.`, {
    advice: 'Give it a public address or a port forward in the cloud, then refresh.',
  })
}
