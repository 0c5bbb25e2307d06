import { told } from '../../../../contract/words/say.js'
import type { Cloud, CloudBinding } from '../cloud.js'
import { consequences, consequencesOfRemoval, warnings, whyRefused } from './binding-words.js'
import { keyIdsOf, stateOf } from './instance-record.js'
import type { Finder } from './instances.js'
import type { Keys } from './keys.js'
import { isAlreadySo, type Operation, type Operations } from './operations.js'

export const BIND_LABEL = told`Bind key (Tencent Cloud)`
const UNBIND_LABEL = told`Unbind key (Tencent Cloud)`

/** Stops as a power button does, never by cutting the power; and goes on paying, without which no key can be bound. */
const STOP: Operation = {
  action: 'StopInstances',
  params: { StopType: 'SOFT', StoppedMode: 'KEEP_CHARGING' },
  isDone: (record) => stateOf(record) === 'stopped',
}
const START: Operation = {
  action: 'StartInstances',
  params: {},
  isDone: (record) => stateOf(record) === 'running',
}

export function createPower(operations: Operations): Cloud['power'] {
  async function run(id: string, operation: Operation, already: 'Stopped' | 'Running', signal?: AbortSignal) {
    try {
      await operations.run(id, operation, signal)
    } catch (error) {
      if (!isAlreadySo(error, already)) throw error
    }
  }
  return {
    stop: (id, signal) => run(id, STOP, 'Stopped', signal),
    start: (id, signal) => run(id, START, 'Running', signal),
  }
}

/** AssociateInstancesKeyPairs and its opposite, on stopped instances: their ForceStop cuts the power. */
export function createBinding(
  operations: Operations,
  keys: Pick<Keys, 'idsOf' | 'unbound'>,
  finder: Finder,
): CloudBinding {
  async function associate(keyNames: string[], signal?: AbortSignal): Promise<Operation> {
    const wanted = await keys.idsOf(keyNames, signal)
    return {
      action: 'AssociateInstancesKeyPairs',
      params: { KeyIds: wanted, ForceStop: false },
      isDone: (record) => [...keyIdsOf(record)].sort().join() === [...wanted].sort().join(),
    }
  }

  async function disassociate(
    keyNames: string[],
    signal?: AbortSignal,
  ): Promise<Operation & { ids: string[] }> {
    const ids = await keys.idsOf(keyNames, signal)
    return {
      ids,
      action: 'DisassociateInstancesKeyPairs',
      params: { KeyIds: ids, ForceStop: false },
      isDone: (record) => keyIdsOf(record).every((id) => !ids.includes(id)),
    }
  }

  return {
    label: BIND_LABEL,
    removalLabel: UNBIND_LABEL,
    needsStopped: true,
    consequences,
    consequencesOfRemoval,
    warnings: (instance) => warnings(instance, finder.lastSeen(instance.cloudId)?.record),
    whyRefused,
    async setKeys(id, keyNames, signal) {
      const before = await finder.find(id, signal)
      await operations.run(id, await associate(keyNames, signal), signal)
      if (before) keys.unbound(keyIdsOf(before.record))
    },
    async removeKeys(id, keyNames, signal) {
      const { ids, ...operation } = await disassociate(keyNames, signal)
      await operations.run(id, operation, signal)
      keys.unbound(ids)
    },
    async setKeysOfMany(ids, keyNames, signal) {
      const before = await finder.findEach(ids, signal)
      const outcomes = await operations.runMany(ids, await associate(keyNames, signal), signal)
      keys.unbound(before.found.flatMap(({ record }) => keyIdsOf(record)))
      return outcomes
    },
    async removeKeysOfMany(ids, keyNames, signal) {
      const { ids: keyIds, ...operation } = await disassociate(keyNames, signal)
      const outcomes = await operations.runMany(ids, operation, signal)
      keys.unbound(keyIds)
      return outcomes
    },
  }
}
