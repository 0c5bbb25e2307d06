import type { Instance } from '../../../contract/instances.js'

/** One host of a ProxyJump. */
export interface JumpName {
  /** As it was written. */
  text: string
  host: string
  port: number | null
  user: string | null
}

/** The hosts of a ProxyJump (ssh_config(5)), the first first; null where it is something else, such as a command. */
export function jumpNames(proxyJump: string): JumpName[] | null {
  const names = proxyJump.split(',').map((text) => jumpName(text.trim()))
  return names.every((name) => name !== null) ? names : null
}

/** `[user@]host[:port]`, also as ssh://, with an IPv6 address in brackets. */
function jumpName(text: string): JumpName | null {
  const plain = text.replace(/^ssh:\/\//i, '').replace(/\/$/, '')
  const found = /^(?:([^\s@]+)@)?(?:\[([\da-f:.%\w]+)\]|([^\s:@[\]/]+))(?::(\d{1,5}))?$/i.exec(plain)
  if (found === null) return null
  const [, user = null, ipv6, name, port] = found
  return { text, host: ipv6 ?? name ?? '', port: port === undefined ? null : Number(port), user }
}

/**
 * The instance that is meant: the user's own host of that name, else what is known at that address, else the one instance
 * of that name.
 */
export function findJump(wanted: JumpName, instances: readonly Instance[]): Instance | null {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const isThere = ({ ssh }: Instance) =>
    ssh.some(({ host, port }) => same(host, wanted.host) && port === (wanted.port ?? 22))
  const isNamed = ({ name, ssh }: Instance) =>
    same(name, wanted.host) && (wanted.port === null || ssh.some(({ port }) => port === wanted.port))
  const own = instances.filter(({ ownHost }) => ownHost !== undefined)
  const inClouds = instances.filter(({ ownHost, state }) => ownHost === undefined && state !== 'gone')
  const byUser = (one: Instance) => wanted.user === null || one.user === wanted.user
  const named = inClouds.filter(isNamed)
  return (
    own.find(isNamed) ??
    own.find((one) => isThere(one) && byUser(one)) ??
    own.find(isThere) ??
    inClouds.find(isThere) ??
    (named.length === 1 ? named[0] : undefined) ??
    null
  )
}
