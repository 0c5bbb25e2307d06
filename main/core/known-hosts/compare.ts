import { covers, type KnownHostLine, parseLine } from './entry.js'

/**
 * What a known_hosts file says of a line of another one: the same, nothing, or something else. Hashed names are the same
 * only letter by letter.
 */
export function compareLine(text: string, line: KnownHostLine): 'new' | 'same' | 'different' {
  const here = text.split('\n').flatMap((row) => parseLine(row) ?? [])
  const sameKey = here.filter(({ marker, key }) => marker === line.marker && key === line.key)
  const names = line.hosts.split(',')
  const isThere = (name: string) =>
    sameKey.some(({ hosts }) => hosts === line.hosts || hosts === name || covers(hosts, name))
  if (names.every(isThere)) return 'same'
  if (line.marker !== null) return 'new'
  const isOther = ({ marker, hosts, algorithm, key }: KnownHostLine) =>
    (marker === '@revoked' && key === line.key) ||
    (marker === null &&
      algorithm === line.algorithm &&
      key !== line.key &&
      names.some((name) => covers(hosts, name)))
  return here.some(isOther) ? 'different' : 'new'
}
