import type { Instance } from '../../../contract/instances.js'
import { requireSettled } from '../bindings/unsettled.js'
import { atMost, type InTurn } from '../lib/at-most.js'
import { LatchkeyError } from '../lib/error.js'
import type { Log, ProfileStore } from '../ports.js'
import type { InstancesService } from '../services.js'
import { parseInstanceId } from './instance-view.js'

type Wanted = Parameters<InstancesService['power']>[0]
type Options = Parameters<InstancesService['power']>[1]

interface Parts {
  profile: ProfileStore
  log: Log
  fresh: InstancesService['fresh']
  /** The list has another state of it now. */
  changed(instanceId: string): void
  /** It was started by this, and its cloud was asked anew. */
  started(instanceId: string): void
}

/** As many of one account are started and stopped at the same time; the rest waits in its order. */
const AT_ONCE = 10

/** Starts and stops instances, each by one at a time. */
export function createInstancePower({ profile, log, fresh, changed, started }: Parts) {
  const asked = new Set<string>()
  const underWay = new Map<string, 'starting' | 'stopping'>()
  const turns = new Map<string, InTurn>()

  function turnOf(id: string): InTurn {
    const account = parseInstanceId(id)?.accountId ?? ''
    const turn = turns.get(account) ?? atMost(AT_ONCE)
    turns.set(account, turn)
    return turn
  }

  /** Answers whether it was otherwise. */
  async function change({ id, to }: Wanted, signal: Options['signal'], onSent: () => void): Promise<boolean> {
    const { instance, cloud, cloudInstance } = await fresh(id, signal)
    requireSettled(profile.read(), ({ instanceId }) => instanceId === id, instance.name)
    signal?.throwIfAborted()
    if (instance.state === to) return false
    onSent()
    await (to === 'running' ? cloud.power.start : cloud.power.stop)(cloudInstance.cloudId)
    return true
  }

  /** What became of it; where that can't be seen, the next reading tells. */
  async function look(id: string): Promise<void> {
    try {
      await fresh(id)
    } catch (error) {
      log.warn('inventory.look-failed', { id, problem: String(error) })
    }
  }

  async function inItsTurn(wanted: Wanted, { signal, onSent }: Options): Promise<void> {
    const { id, to } = wanted
    let isSent = false
    underWay.set(id, to === 'running' ? 'starting' : 'stopping')
    changed(id)
    let isStarted = false
    try {
      const changes = await change(wanted, signal, () => {
        isSent = true
        onSent?.()
      })
      isStarted = changes && to === 'running'
    } finally {
      if (isSent) await look(id)
      underWay.delete(id)
      changed(id)
      if (isStarted) started(id)
    }
  }

  return {
    /** The signal counts until the cloud is asked: nobody can take it back then. */
    async power(wanted: Wanted, options: Options): Promise<void> {
      const { id } = wanted
      if (asked.has(id)) throw alreadyChanging()
      asked.add(id)
      try {
        await turnOf(id)(() => inItsTurn(wanted, options), options.signal)
      } finally {
        asked.delete(id)
      }
    },

    /** As it is while it is being started or stopped: nobody needs to ask the cloud for that. */
    asItChanges(instance: Instance): Instance {
      const state = underWay.get(instance.id)
      return state === undefined ? instance : { ...instance, state, cloudState: state }
    },
  }
}

function alreadyChanging(): LatchkeyError {
  return new LatchkeyError('binding-running', 'The instance is being started or stopped already.', {
    advice: 'Wait for its end, then try again.',
    retryable: true,
  })
}
