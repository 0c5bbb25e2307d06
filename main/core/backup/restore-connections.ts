import type { Profile } from '../profile.js'
import { type IdsHere, instanceHere } from './restore-bindings.js'

type Connections = Profile['connections']

/** Those of the backup whose account or host is in it too, for instances that have none here. The maps as for `instanceHere`. */
export function missingConnections(
  here: Connections,
  inBackup: Connections,
  accountIds: IdsHere,
  hostIds: IdsHere,
): Connections {
  const set = new Set(here.map(({ instanceId }) => instanceId))
  return inBackup.filter(({ instanceId }) => {
    const place = instanceHere(instanceId, accountIds, hostIds)
    return place !== null && (place === undefined || !set.has(place))
  })
}

/** The profile with those whose account or host is here now; what is set here stays as it is. */
export function withConnections(
  now: Profile,
  inBackup: Connections,
  accountIds: ReadonlyMap<string, string>,
  hostIds: ReadonlyMap<string, string>,
): Profile {
  const added = missingConnections(now.connections, inBackup, accountIds, hostIds).flatMap((one) => {
    const instanceId = instanceHere(one.instanceId, accountIds, hostIds)
    return instanceId ? [{ ...one, instanceId }] : []
  })
  return added.length === 0 ? now : { ...now, connections: [...now.connections, ...added] }
}

/** What among them is worth a second look before it is taken over; empty where nothing is. */
export function connectionWords(connections: Connections): string {
  const counted: [number, string][] = [
    [connections.filter(({ startUp }) => startUp.command !== '').length, 'with a start-up command'],
    [connections.filter(({ forwardAgent }) => forwardAgent).length, 'with agent forwarding'],
    [connections.filter(({ weakAlgorithms }) => weakAlgorithms.length > 0).length, 'with weak algorithms'],
  ]
  return counted.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}
