import type { Clock } from '../ports.js'
import type { AccountsService } from '../services.js'
import type { BindOrder } from './bind-job.js'
import { createGathering, type Gathering } from './gathering.js'
import type { WaysLeftWithout } from './last-way-in.js'

export type BegunOrder = Omit<BindOrder, 'change'>

/** How one instance's set of keys is changed. */
export interface Change {
  run(cloudName: string): Promise<void>
  /** The job has ended: where it never came to its change, the others need not wait for it. */
  leave(): void
}

/** A change that the cloud is asked for at once. */
export function changeAlone({ plan, look }: BegunOrder): Change {
  const { binding, cloudInstance } = look
  const change = plan.action === 'bind' ? binding.setKeys : binding.removeKeys
  return {
    async run(cloudName) {
      await change?.(cloudInstance.cloudId, [cloudName])
    },
    leave: () => undefined,
  }
}

/** The changes of jobs that were begun together: in one call for each account whose cloud takes several instances. */
export function changesTogether(orders: BegunOrder[], clock: Clock): { order: BegunOrder; change: Change }[] {
  return [...new Set(orders.map(groupOf))].flatMap((name) => {
    const group = orders.filter((order) => groupOf(order) === name)
    const gathering = gatheringOf(group, clock)
    return group.map((order) => ({
      order,
      change: gathering === null ? changeAlone(order) : changeIn(gathering, order),
    }))
  })
}

function groupOf({ plan, look }: BegunOrder): string {
  return JSON.stringify([look.instance.accountId, plan.action, plan.keyId])
}

function gatheringOf(group: BegunOrder[], clock: Clock): Gathering | null {
  const [first] = group
  if (first === undefined || group.length === 1) return null
  const { setKeysOfMany, removeKeysOfMany } = first.look.binding
  const ofMany = first.plan.action === 'bind' ? setKeysOfMany : removeKeysOfMany
  if (ofMany === null) return null
  const act = (ids: string[], keyName: string) => ofMany(ids, [keyName])
  return createGathering({ members: group.length, clock, act })
}

function changeIn(gathering: Gathering, { look, signal }: BegunOrder): Change {
  let joined = false
  return {
    run(cloudName) {
      joined = true
      return gathering.join(look.cloudInstance.cloudId, cloudName, signal)
    },
    leave() {
      if (!joined) gathering.leave()
    },
  }
}

/**
 * The same for jobs that are planned or begun together: each account lists its keys once, and gets a key once, and the map
 * is worked out once for a key. The push is not given up with the job that began it, since the others wait for it.
 */
export function askedOnce({ accounts: { keys, push }, waysLeft }: Asked): Asked {
  const lists = new Map<string, ReturnType<KeyCalls['keys']>>()
  const pushes = new Map<string, ReturnType<KeyCalls['push']>>()
  const ways = new Map<string, ReturnType<WaysLeftWithout>>()
  return {
    accounts: {
      keys: (input, options) => once(lists, input.id, () => keys(input, options)),
      push: (input) => once(pushes, JSON.stringify(input), () => push(input, {})),
    },
    waysLeft: (keyId) => once(ways, keyId, () => waysLeft(keyId)),
  }
}

interface Asked {
  accounts: KeyCalls
  waysLeft: WaysLeftWithout
}

type KeyCalls = Pick<AccountsService, 'keys' | 'push'>

function once<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const found = kept.get(key) ?? make()
  kept.set(key, found)
  return found
}
