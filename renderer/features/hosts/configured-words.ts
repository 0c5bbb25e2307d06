import type { ConfiguredKey, HostFacts } from '../../../contract/hosts.js'
import { plural, say } from '../../../contract/words/say.js'

/** `ada@web.example.com:2222`; brackets round IPv6, the port only where it isn't 22. */
export function targetText({ user, host, port }: Pick<HostFacts, 'user' | 'host' | 'port'>): string {
  if (port === 22) return `${user}@${host}`
  return `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** "1 host" */
export const countWords = (hosts: number): string => say`${plural(hosts, '# host', '# hosts')}`

const states: Record<Exclude<ConfiguredKey['state'], 'vault'>, string> = {
  outside: say`not in the vault`,
  unusable: say`in the vault, and can not log in`,
  missing: say`not there`,
  unreadable: say`can not be read`,
}

/** What is said of the key files where none of them is the one that is used; null where there is nothing to say. */
export function keyWords(keys: ConfiguredKey[], used: string | null): string | null {
  if (used !== null) return null
  const words = keys.flatMap(({ path, state }) => (state === 'vault' ? [] : [`${path}: ${states[state]}`]))
  return words.length === 0 ? null : `${words.join('; ')}.`
}
