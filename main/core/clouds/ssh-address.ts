import type { SshAddress } from '../../../contract/instances.js'
import { isPrivateAddress } from './private-address.js'

export const SSH_PORT = 22

/** SSH straight to an address of the instance itself, which in a shared network may be a public one. */
export function direct(host: string): SshAddress {
  return { host, port: SSH_PORT, via: isPrivateAddress(host) ? 'private' : 'public' }
}
