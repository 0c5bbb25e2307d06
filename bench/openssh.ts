import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Server {
  host: string
  port: number
  user: string
  /** As `ssh-ed25519 AAAA…`. */
  hostKeys: string[]
}

/** A known_hosts file's text that knows the server. */
export function knownHostsText({ host, port, hostKeys }: Omit<Server, 'user'>): string {
  return hostKeys.map((key) => `[${host}]:${port} ${key}\n`).join('')
}

/** Arguments for OpenSSH's `ssh`: this key and no other, this server's host key and no question, no user's own config. */
export async function openSshArgs(server: Server, dir: string, keyFile: string): Promise<string[]> {
  const knownHosts = join(dir, 'peer_known_hosts')
  await writeFile(knownHosts, knownHostsText(server))
  const options = [
    `UserKnownHostsFile=${knownHosts}`,
    'IdentitiesOnly=yes',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
  ]
  return [
    ...['-F', 'none', '-i', keyFile, '-p', String(server.port)],
    ...options.flatMap((option) => ['-o', option]),
    `${server.user}@${server.host}`,
  ]
}
