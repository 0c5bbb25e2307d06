import type { Instance } from '../../../contract/instances.js'
import { rpc } from '../../api/client.js'

export type To = 'running' | 'stopped'

/** Starts or stops an instance while the user does something else. The tray tells what goes wrong. */
export function changePower({ id }: Pick<Instance, 'id'>, to: To): void {
  void rpc.instances.power({ id, to }).catch(() => undefined)
}
