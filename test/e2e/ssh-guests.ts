import { randomInt } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { canListen } from '../helpers/ports.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'

/**
 * Addresses of this computer on which SSH's own port can be listened on: clouds without port forwards know no other.
 * Null where it can't: that takes root, Linux, and no sshd on all addresses.
 */
export async function addressesWithSsh(count: number): Promise<string[] | null> {
  // Any of 127.0.0.0/8 is this computer's on Linux; a network of the test's own keeps others out of its way.
  const network = `127.${randomInt(1, 255)}.${randomInt(0, 255)}`
  const hosts = Array.from({ length: count }, (_, n) => `${network}.${n + 10}`)
  const free = await Promise.all(hosts.map((host) => canListen(22, host)))
  return free.every(Boolean) ? hosts : null
}

/** A guest with a real sshd at an address of its own. Root logs in, with a home and an authorized_keys in `dir`. */
export async function startGuest(dir: string, host: string, keys: string[]): Promise<Sshd> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const authorizedKeysPath = join(dir, '.ssh', 'authorized_keys')
  return startSshd({
    ...{ dir, host, port: 22, authorizedKeys: keys, authorizedKeysPath },
    config: [`SetEnv "HOME=${dir}"`],
  })
}
