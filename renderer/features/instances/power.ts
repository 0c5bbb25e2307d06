import type { ErrorInfo } from '../../../contract/errors.js'
import type { Instance } from '../../../contract/instances.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { createStore } from '../store.js'

export type To = 'running' | 'stopped'

/** An instance that could not be started or stopped; the newest of each instance. */
export interface FailedPower {
  id: string
  name: string
  to: To
  problem: ErrorInfo
}

/** Those that the user has not put away. */
export const failedPowers = createStore<FailedPower[]>([])

/** Starts or stops an instance while the user does something else. What goes wrong stays in sight until it is put away. */
export async function changePower({ id, name }: Pick<Instance, 'id' | 'name'>, to: To): Promise<void> {
  putAway(id)
  try {
    await rpc.instances.power({ id, to })
  } catch (error) {
    failedPowers.change((failed) => [...failed, { id, name, to, problem: errorInfo(error) }])
  }
}

export function putAway(id: string): void {
  failedPowers.change((failed) => failed.filter((one) => one.id !== id))
}
