import type { OwnHost } from '../../../contract/hosts.js'
import type { Opening } from '../../../contract/openings.js'
import { instanceIdOf } from '../hosts/host-instance.js'
import type { InstanceRow } from '../instances/rows.js'

type Place = Pick<Extract<Opening, { kind: 'ssh' }>, 'host' | 'port' | 'user'>
type Address = { host: string; port: number }

/**
 * The instances and own hosts that an address is of, the likeliest first: those with the user of the link, then those with a
 * bound key. Several have one where networks of clouds use the same private addresses.
 */
export function rowsAt(rows: readonly InstanceRow[], hosts: readonly OwnHost[], place: Place): InstanceRow[] {
  // One behind a jump host that is not known has no address that could be tried; the user entered it all the same.
  const own = new Set(hosts.filter((host) => isAt(host, place)).map(({ id }) => instanceIdOf(id)))
  return rows
    .filter(({ id, instance }) => own.has(id) || instance.ssh.some((address) => isAt(address, place)))
    .sort((a, b) => rank(b, place) - rank(a, place))
}

function rank({ instance }: InstanceRow, { user }: Place): number {
  const { state, boundKeyId } = instance
  const gone = state === 'gone' ? -4 : 0
  return gone + (instance.user === user ? 2 : 0) + (boundKeyId === null ? 0 : 1)
}

export const isAt = (a: Address, b: Address): boolean => a.port === b.port && form(a.host) === form(b.host)

/** Names without regard to case and the dot at their end; IPv6 addresses as browsers shorten them. */
function form(host: string): string {
  const address = `http://[${host}]`
  if (host.includes(':') && URL.canParse(address)) return new URL(address).hostname
  return host.toLowerCase().replace(/\.$/, '')
}
