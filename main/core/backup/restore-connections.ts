import { told } from '../../../contract/words/say.js'
import type { ConnectionRecord, Profile } from '../profile.js'
import { instanceHere } from './restore-bindings.js'

/** What among them is worth a second look before it is taken over; empty where nothing is. */
export function connectionWords(connections: Profile['connections']): string {
  const counted: [number, string][] = [
    [connections.filter(({ startUp }) => startUp.command !== '').length, told`with a start-up command`],
    [connections.filter(({ forwardAgent }) => forwardAgent).length, told`with agent forwarding`],
    [
      connections.filter(({ weakAlgorithms }) => weakAlgorithms.length > 0).length,
      told`with weak algorithms`,
    ],
  ]
  return counted.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}

/**
 * The record with the instances that it goes through as they are here; one that is not here stays named, so that connecting
 * says that it is missing. The password of a proxy is in no backup.
 */
export const asRestored =
  (accountIds: ReadonlyMap<string, string>, hostIds: ReadonlyMap<string, string>) =>
  ({ route, proxy, ...rest }: ConnectionRecord): ConnectionRecord => ({
    ...rest,
    proxy: proxy && { ...proxy, passwordId: null },
    route:
      route.via === 'jumps'
        ? { via: 'jumps', jumps: route.jumps.map((id) => instanceHere(id, accountIds, hostIds) ?? id) }
        : route,
  })
