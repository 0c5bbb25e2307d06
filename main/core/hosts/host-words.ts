import type { HostFacts } from '../../../contract/hosts.js'

/** A host in one line: `web: root@192.0.2.1 port 22 through bastion`. */
export function hostWords({ name, user, host, port, jump }: HostFacts): string {
  return `${name}: ${user}@${host} port ${port}${jump === null ? '' : ` through ${jump}`}`
}
