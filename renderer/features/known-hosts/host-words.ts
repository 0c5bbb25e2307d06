import type { HostsSource, KnownHost } from '../../../contract/known-hosts.js'

export const fileWords: Record<HostsSource, string> = {
  latchkey: 'Latchkey',
  user: '~/.ssh',
  system: 'system',
}

export const markerWords = { revoked: 'revoked', 'cert-authority': 'authority' } as const

export const entries = (count: number): string =>
  count === 1 ? '1 entry' : `${count.toLocaleString()} entries`

const lines = (count: number): string => (count === 1 ? '1 line' : `${count.toLocaleString()} lines`)

/**
 * What a sheet about to remove these says: the gravest first. `userFile`: the path of the user's known_hosts;
 * `outdatedOnly`: only names that are out of date leave their lines.
 */
export function removalConsequences(hosts: KnownHost[], userFile: string, outdatedOnly: boolean): string[] {
  const own = hosts.filter(({ source }) => source === 'latchkey')
  const user = hosts.filter(({ source }) => source === 'user')
  const revoked = hosts.filter(({ marker }) => marker === 'revoked')
  const authorities = hosts.filter(({ marker }) => marker === 'cert-authority')
  const patterns = hosts.filter(({ host, hashed, marker }) => !hashed && marker === null && /[*?]/.test(host))
  const many = user.length > 1
  const goes = outdatedOnly ? (many ? 'go, or lose a name' : 'goes, or loses a name') : many ? 'go' : 'goes'
  return [
    ...(revoked.length > 0
      ? [`${lines(revoked.length)} that forbid a key go: what they forbade can be trusted again.`]
      : []),
    ...(authorities.length > 0
      ? [
          `${lines(authorities.length)} that trust a certificate authority go: its hosts are asked about again.`,
        ]
      : []),
    ...(patterns.length > 0 ? [`${lines(patterns.length)} with * or ? may be about many hosts.`] : []),
    ...(own.length > 0
      ? [
          `Latchkey forgets ${own.length === 1 ? 'a host key' : `${own.length.toLocaleString()} host keys`}: its next connection there asks again. Compare the fingerprint then.`,
        ]
      : []),
    ...(user.length > 0
      ? [
          `${lines(user.length)} of ${userFile} ${goes}: ssh asks there again too. The file as it is now is kept beside it, as known_hosts.old.`,
        ]
      : []),
  ]
}

/** What leaves a line, where the rest of it stays; null where the line goes. */
export function staysInLine({ host, hashed }: KnownHost, leaving: readonly string[]): string | null {
  if (hashed) return null
  const rest = host.split(',').filter((name) => !leaving.includes(name.toLowerCase()))
  return rest.every((name) => name.startsWith('!')) ? null : rest.join(', ')
}

/** Whether the words of the filter are in what is shown of a line. */
export function matches(host: KnownHost, filter: string): boolean {
  const { algorithm, fingerprint, comment, instanceName, marker } = host
  const shown = [
    host.hashed ? '' : host.host,
    algorithm,
    fingerprint,
    comment,
    instanceName ?? '',
    marker ?? '',
  ]
  return shown.join(' ').toLowerCase().includes(filter.trim().toLowerCase())
}

/** What a removal has done, as sentences. */
export function removedText(wanted: number, removed: number, backup: string | null): string {
  const missing =
    wanted > removed ? ` ${entries(wanted - removed)} could not be found or changed any more.` : ''
  const kept = backup === null ? '' : ` The file before is ${backup}.`
  return `${removed === 1 ? '1 entry is' : `${removed.toLocaleString()} entries are`} removed.${missing}${kept}`
}

/**
 * How an administrator takes the host out of the file for all users; null where ssh-keygen does not: a line with a marker, a
 * pattern, or a hash of a name that is not known. `name`: as the window knows it.
 */
export function systemCommand(
  { hashed, host, marker }: KnownHost,
  name: string,
  path: string,
): string | null {
  const first = hashed ? name : host.split(',')[0]
  if (marker !== null || !first || /[*?!'"]/.test(first)) return null
  if (path.includes('\\')) return `ssh-keygen -R "${first}" -f "${path}"`
  return `sudo ssh-keygen -R '${first}' -f ${path}`
}
