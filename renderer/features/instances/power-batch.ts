import type { ErrorInfo } from '../../../contract/errors.js'
import type { Instance } from '../../../contract/instances.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { createStore } from '../store.js'
import type { To } from './power.js'

/**
 * How far an instance is: `waiting` until the list has it as starting or stopping; a problem where it could not be started or
 * stopped.
 */
export type PowerProgress = 'waiting' | 'running' | 'done' | 'cancelled' | ErrorInfo

export interface PowerBatch {
  to: To
  entries: { id: string; name: string; progress: PowerProgress }[]
  /** Its sheet is closed. */
  hidden: boolean
}

/** Instances that are started or stopped together, with one result each; null where there are none. */
export const powerBatch = createStore<PowerBatch | null>(null)

/** Starts or stops them, each by itself: what fails for one does not keep the others. The host has some of them wait. */
export async function changePowers(instances: Pick<Instance, 'id' | 'name'>[], to: To): Promise<void> {
  const entries = instances.map(({ id, name }) => ({ id, name, progress: 'waiting' as const }))
  powerBatch.change(() => ({ to, entries, hidden: false }))
  await Promise.all(entries.map(({ id }) => changeOne(id, to)))
  if (powerBatch.get()?.hidden) powerBatch.change(() => null)
}

/** Closes the sheet. What runs goes on; the tray tells how it ended. */
export function hideBatch(): void {
  const batch = powerBatch.get()
  if (batch === null) return
  if (hasEnded(batch)) powerBatch.change(() => null)
  else powerBatch.change(() => ({ ...batch, hidden: true }))
}

export function hasEnded({ entries }: PowerBatch): boolean {
  return entries.every(({ progress }) => progress !== 'waiting' && progress !== 'running')
}

async function changeOne(id: string, to: To): Promise<void> {
  try {
    await rpc.instances.power({ id, to })
    note(id, 'done')
  } catch (error) {
    const problem = errorInfo(error)
    note(id, problem.code === 'cancelled' ? 'cancelled' : problem)
  }
}

function note(id: string, progress: PowerProgress): void {
  powerBatch.change(
    (batch) =>
      batch && {
        ...batch,
        entries: batch.entries.map((entry) => (entry.id === id ? { ...entry, progress } : entry)),
      },
  )
}
