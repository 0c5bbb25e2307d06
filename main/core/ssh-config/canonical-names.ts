/** What a configuration says of canonical names (ssh_config(5), CanonicalizeHostname), the first word on each. */
export interface CanonicalNames {
  canonicalizehostname?: string
  canonicalizemaxdots?: string
  canonicalizepermittedcnames?: string
}

export const CANONICAL_KEYWORDS: readonly string[] = [
  'canonicalizehostname',
  'canonicalizemaxdots',
  'canonicalizepermittedcnames',
] satisfies (keyof CanonicalNames)[]

/** Whether OpenSSH looks for another name, and so reads everything a second time. */
export function looksForNames({ canonicalizehostname }: CanonicalNames): boolean {
  return ['yes', 'true', 'always'].includes(canonicalizehostname?.toLowerCase() ?? 'no')
}

/**
 * A sentence where OpenSSH may ask the network for another name than `hostName`, which is not done here; null where it
 * would not: for addresses, and names with more dots than are tried. `proxied`: it is reached through another host.
 */
export function canonicalNote(said: CanonicalNames, hostName: string, proxied: boolean): string | null {
  const value = said.canonicalizehostname?.toLowerCase()
  if (!looksForNames(said) || isAddress(hostName) || (proxied && value !== 'always')) return null
  const cnames = said.canonicalizepermittedcnames?.toLowerCase() ?? 'none'
  const dots = hostName.split('.').length - 1
  if (cnames === 'none' && dots > Number(said.canonicalizemaxdots ?? 1)) return null
  return `CanonicalizeHostname may have ssh go to another name than ${hostName}; Latchkey does not look for one.`
}

const isAddress = (name: string) => /^\d+(\.\d+){3}$/.test(name) || name.includes(':')
