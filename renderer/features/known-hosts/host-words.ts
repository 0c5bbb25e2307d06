import type { HostsSource, KnownHost } from '../../../contract/known-hosts.js'
import { plural, say } from '../../../contract/words/say.js'

export const fileWords: Record<HostsSource, string> = {
  latchkey: 'Latchkey',
  user: '~/.ssh',
  system: say`system`,
}

export const markerWords = { revoked: say`revoked`, 'cert-authority': say`authority` } as const

export const entries = (count: number): string => say`${plural(count, '# entry', '# entries')}`

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
  return [
    ...(revoked.length > 0
      ? [
          say`${plural(revoked.length, '# line', '# lines')} that forbid a key go: what they forbade can be trusted again.`,
        ]
      : []),
    ...(authorities.length > 0
      ? [
          say`${plural(authorities.length, '# line', '# lines')} that trust a certificate authority go: its hosts are asked about again.`,
        ]
      : []),
    ...(patterns.length > 0
      ? [say`${plural(patterns.length, '# line', '# lines')} with * or ? may be about many hosts.`]
      : []),
    ...(own.length > 0
      ? [
          say`Latchkey forgets ${plural(own.length, 'a host key', '# host keys')}: its next connection there asks again. Compare the fingerprint then.`,
        ]
      : []),
    ...(user.length > 0
      ? [
          outdatedOnly
            ? say`${plural(user.length, '# line', '# lines')} of ${userFile} ${plural(user.length, 'goes, or loses a name', 'go, or lose a name')}: ssh asks there again too. The file as it is now is kept beside it, as known_hosts.old.`
            : say`${plural(user.length, '# line', '# lines')} of ${userFile} ${plural(user.length, 'goes', 'go')}: ssh asks there again too. The file as it is now is kept beside it, as known_hosts.old.`,
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
  return [
    say`${plural(removed, '# entry is', '# entries are')} removed.`,
    ...(wanted > removed
      ? [say`${plural(wanted - removed, '# entry', '# entries')} could not be found or changed any more.`]
      : []),
    ...(backup === null ? [] : [say`The file before is ${backup}.`]),
  ].join(' ')
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
