import type { HostColour, Nameplate } from '../../../contract/nameplates.js'

export const colourWords: Record<HostColour, string> = {
  production: 'Production',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  purple: 'Purple',
  grey: 'Grey',
}

interface Host {
  instanceId: string
  instanceName: string
}
type Plates = ReadonlyMap<string, Nameplate>

export const isProduction = (plate: Nameplate | undefined): boolean => plate?.colour === 'production'

/** What a host is called on its tabs. */
export function hostName({ instanceId, instanceName }: Host, plates: Plates): string {
  return plates.get(instanceId)?.name || instanceName
}

/** The same for a sentence, in which a production host is said to be one. */
export function hostWords(host: Host, plates: Plates): string {
  const name = hostName(host, plates)
  return isProduction(plates.get(host.instanceId)) ? `${name} (production)` : name
}

/** What goes to several hosts at once goes to these: all of them counted, those of production by their names. */
export function hostsWords(hosts: readonly Host[], plates: Plates): string {
  const [first] = hosts
  if (first !== undefined && hosts.length === 1) return hostWords(first, plates)
  const productive = hosts.filter(({ instanceId }) => isProduction(plates.get(instanceId)))
  const named = [...new Set(productive.map((host) => hostWords(host, plates)))].join(', ')
  return `${hosts.length} terminals${named && `, among them ${named}`}`
}
