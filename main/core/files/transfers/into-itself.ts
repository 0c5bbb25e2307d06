import { shownName } from '../../../../contract/file-names.js'
import { LatchkeyError } from '../../lib/error.js'
import type { Place } from '../place.js'
import { partName } from './given-names.js'

/**
 * Refuses to copy a folder into itself, which would find its own copies for ever. Both sides may be the same computer, under
 * two names: where the paths say that one could be in the other, a hidden file is made on the one side and looked for on
 * the other. Throws `input-invalid`.
 */
export async function refuseIntoItself(
  { from, to, target, id }: { from: Place; to: Place; target: string; id: string },
  folder: string,
): Promise<void> {
  if (target !== folder && !target.startsWith(folder.endsWith('/') ? folder : `${folder}/`)) return
  const sign = to.pathIn(target, partName('same', id))
  const made = await to.write(sign)
  await made.close()
  const seen = await from.look(sign).finally(() => to.remove(sign))
  if (seen === null) return
  throw new LatchkeyError('input-invalid', `The folder ${shownName(folder)} can not be copied into itself.`, {
    advice: 'Choose a folder that is not in it.',
  })
}
