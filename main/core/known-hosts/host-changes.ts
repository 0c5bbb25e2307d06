import type { CloudInstance } from '../clouds/cloud.js'
import { instanceId } from '../inventory/instance-view.js'
import type { InventoryChange } from '../inventory/inventory-change.js'
import { hostName } from './entry.js'

/**
 * Why the host key known for an address may be out of date. `left`: the instance has it no more; `moved`: another one of the
 * account has it; `gone`: the instance is no more; `rebuilt`: it was made anew; `restarted`: a binding by the cloud has
 * stopped and started it; `started`: it was started by hand. `back`: it has its address again, and nothing is out of date for that.
 */
export type HostChangeKind = 'left' | 'moved' | 'gone' | 'rebuilt' | 'restarted' | 'started' | 'back'

export interface HostChange {
  kind: HostChangeKind
  /** As known_hosts writes it. */
  name: string
  instanceId: string
  instanceName: string
}

type Places = Pick<CloudInstance, 'ssh' | 'addresses'>

/** Every name that known_hosts may have an instance's key under, as far as its cloud tells. */
export function hostNames({ ssh, addresses }: Places): string[] {
  const known = ssh.map(({ host, port }) => hostName(host, port))
  return [...new Set([...known, ...addresses.map((address) => hostName(address, 22))])]
}

/** Which addresses have come to stand for another machine. One that several instances had at once is left out: who knows whose key it was. */
export function hostChanges({ accountId, before, after }: InventoryChange): HostChange[] {
  const changed = [...before].filter(([id, instance]) => after.get(id) !== instance)
  if (changed.length === 0) return []
  const had = owners(before)
  const has = owners(after)
  return changed.flatMap(([cloudId, old]) => {
    const now = present(after.get(cloudId))
    const about = { instanceId: instanceId(accountId, cloudId), instanceName: old.name }
    const change = (kind: HostChangeKind) => (name: string) => ({ kind, name, ...about })
    const names = present(old) === undefined ? [] : hostNames(old)
    const own = names.filter((name) => had.get(name)?.length === 1)
    const namesNow = now === undefined ? [] : hostNames(now)
    const lost = own.filter((name) => !namesNow.includes(name))
    const kindOf = (name: string) => (has.has(name) ? 'moved' : now === undefined ? 'gone' : 'left')
    const kept = own.filter((name) => namesNow.includes(name))
    return [
      ...lost.map((name) => change(kindOf(name))(name)),
      ...(now !== undefined && isRebuilt(old, now) ? kept.map(change('rebuilt')) : []),
      ...namesNow.filter((name) => !names.includes(name)).map(change('back')),
    ]
  })
}

/** Clouds list instances for a while that are no more. */
const present = (instance: CloudInstance | undefined) => (instance?.state === 'gone' ? undefined : instance)

function owners(instances: ReadonlyMap<string, CloudInstance>): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [id, instance] of instances) {
    if (instance.state === 'gone') continue
    for (const name of hostNames(instance)) all.set(name, [...(all.get(name) ?? []), id])
  }
  return all
}

const REBUILDING = /rebuil|reinstal/i

function isRebuilt(old: CloudInstance, now: CloudInstance): boolean {
  const otherImage = old.image !== '' && now.image !== '' && old.image !== now.image
  return otherImage || (REBUILDING.test(now.cloudState) && !REBUILDING.test(old.cloudState))
}
