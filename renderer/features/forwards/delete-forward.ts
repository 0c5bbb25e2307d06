import type { Forward } from '../../../contract/forwards.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { tellDone } from '../undo/last-done.js'

/** Deletes it, with Undo. Rejects with what the host says. */
export async function deleteForward({ id, options: { name } }: Forward): Promise<void> {
  await rpc.forwards.remove({ id })
  tellDone({
    place: 'forwards',
    text: name === '' ? say`The forward is deleted.` : say`The forward ${name} is deleted.`,
    undo: () => rpc.forwards.putBack({ id }),
  })
}
