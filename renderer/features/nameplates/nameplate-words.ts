import type { HostColour, Nameplate } from '../../../contract/nameplates.js'
import { plural, say } from '../../../contract/words/say.js'

export const colourWords: Record<HostColour, string> = {
  production: say`Production`,
  orange: say`Orange`,
  yellow: say`Yellow`,
  green: say`Green`,
  teal: say`Teal`,
  blue: say`Blue`,
  purple: say`Purple`,
  grey: say`Grey`,
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
  return isProduction(plates.get(host.instanceId)) ? say`${name} (production)` : name
}

/** What goes to several hosts at once goes to these: all of them counted, those of production by their names. */
export function hostsWords(hosts: readonly Host[], plates: Plates): string {
  const [first] = hosts
  if (first !== undefined && hosts.length === 1) return hostWords(first, plates)
  const productive = hosts.filter(({ instanceId }) => isProduction(plates.get(instanceId)))
  if (productive.length === 0) return say`${plural(hosts.length, '# terminal', '# terminals')}`
  const [name = '', ...others] = new Set(productive.map((host) => hostWords(host, plates)))
  const named = namedOnce(productive, plates, productive.length)
  if (productive.length < hosts.length)
    return say`${plural(hosts.length, '# terminal', '# terminals')}, among them ${named}`
  return others.length === 0
    ? say`${plural(hosts.length, '# terminal', '# terminals')} of ${name}`
    : say`${plural(hosts.length, '# terminal', '# terminals')}: ${named}`
}

/** How many hosts a list names before it counts the rest. */
const MOST_NAMED = 8

/** Each host once, with how often it is there; those of production first. `most`: how many are named, eight by default. */
export function namedOnce(hosts: readonly Host[], plates: Plates, most = MOST_NAMED): string {
  const times = new Map<string, { count: number; production: boolean }>()
  for (const host of hosts) {
    const words = hostWords(host, plates)
    const production = isProduction(plates.get(host.instanceId))
    times.set(words, { count: (times.get(words)?.count ?? 0) + 1, production })
  }
  const sorted = [...times].sort(([, a], [, b]) => Number(b.production) - Number(a.production))
  const named = sorted
    .slice(0, most)
    .map(([words, { count }]) =>
      count === 1 ? words : say`${words} (${plural(count, '# time', '# times')})`,
    )
  const rest = sorted.length - named.length
  const all = rest === 0 ? named : [...named, say`${rest} more`]
  return all.length < 2 ? all.join('') : say`${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
