import type { Forward } from '../../../contract/forwards.js'
import { rpc } from '../../api/client.js'
import { runs } from './forward-words.js'

/** Starts a forward that is off, stops one that is on. Rejects with what the host says, if it is no longer there. */
export async function toggleForward(forward: Forward): Promise<void> {
  const { id } = forward
  await (runs(forward) ? rpc.forwards.stop({ id }) : rpc.forwards.start({ id }))
}
