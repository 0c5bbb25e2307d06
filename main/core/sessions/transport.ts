import type { ConnectionOptions } from '../../../contract/connection.js'
import type { Transport } from './ssh.js'

/** What the user has set for an instance as the connection below the login takes it. */
export function transportOf(options: ConnectionOptions): Transport {
  const { weakAlgorithms: weak, compression, addressFamily, keepAliveSeconds } = options
  return { weak, compression, addressFamily, keepAliveMs: keepAliveSeconds * 1000 }
}
