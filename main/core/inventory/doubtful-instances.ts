import type { Instance } from '../../../contract/instances.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Ports } from '../ports.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  /** Asks the cloud for the instance as it is now, and calls `seen`. */
  look(instanceId: string): Promise<unknown>
}

/** Instances at which a binding of an earlier run was cut off: their last reading is from before it and tells nothing. */
export interface DoubtfulInstances {
  /** This run has looked at it. */
  seen(instanceId: string): void
  /** Has each looked at once, as soon as the vault lets us. Waits for that a little, and never throws. */
  lookAtAll(): Promise<void>
  /** The instances, without a state where that is not known. */
  withoutGuess(instances: Instance[]): Instance[]
}

/** How long a list waits for the cloud to say what became of the instances in it. */
const PATIENCE_MS = 2_000

/** All that the journal names, until they are seen. */
export function createDoubtfulInstances({ ports, look }: Parts): DoubtfulInstances {
  const { profile, clock, log } = ports
  const seen = new Set<string>()
  const asked = new Set<string>()
  const doubtful = () =>
    profile.read().bindingJournal.flatMap(({ instanceId: id }) => (seen.has(id) ? [] : [id]))

  async function lookOnce(id: string): Promise<void> {
    asked.add(id)
    try {
      await look(id)
    } catch (error) {
      if (isLatchkeyError(error, 'vault-locked')) asked.delete(id)
      else log.warn('inventory.look-failed', { id, problem: String(error) })
    }
  }

  return {
    seen: (id) => void seen.add(id),
    async lookAtAll() {
      const due = doubtful().filter((id) => !asked.has(id))
      if (due.length === 0) return
      const done = new AbortController()
      const limit = clock.sleep(PATIENCE_MS, done.signal).catch(() => undefined) // aborted: all were seen in time
      await Promise.race([Promise.all(due.map(lookOnce)), limit])
      done.abort()
    },
    withoutGuess(instances) {
      const ids = doubtful()
      return instances.map((instance) =>
        ids.includes(instance.id) ? { ...instance, state: 'unknown', cloudState: 'Unknown' } : instance,
      )
    },
  }
}
