import type { Instance } from '../../../contract/instances.js'
import { requireSettled } from '../bindings/unsettled.js'
import { LatchkeyError } from '../lib/error.js'
import type { Log, ProfileStore } from '../ports.js'
import type { InstancesService } from '../services.js'

interface Parts {
  profile: ProfileStore
  log: Log
  fresh: InstancesService['fresh']
  /** The list has another state of it now. */
  changed(instanceId: string): void
  /** It was started by this, and its cloud was asked anew. */
  started(instanceId: string): void
}

/** Starts and stops instances, each by one at a time. */
export function createInstancePower({ profile, log, fresh, changed, started }: Parts) {
  const underWay = new Map<string, 'starting' | 'stopping'>()

  /** Answers whether it was otherwise. */
  async function change(id: string, to: 'running' | 'stopped'): Promise<boolean> {
    const { instance, cloud, cloudInstance } = await fresh(id)
    requireSettled(profile.read(), ({ instanceId }) => instanceId === id, instance.name)
    if (instance.state === to) return false
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

  return {
    /** Goes on to its end where the window that asked for it is closed: the cloud does so too. */
    async power({ id, to }: { id: string; to: 'running' | 'stopped' }): Promise<void> {
      if (underWay.has(id)) throw alreadyChanging()
      underWay.set(id, to === 'running' ? 'starting' : 'stopping')
      changed(id)
      let isStarted = false
      try {
        isStarted = (await change(id, to)) && to === 'running'
      } finally {
        await look(id)
        underWay.delete(id)
        changed(id)
        if (isStarted) started(id)
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
