import { addKey } from '../authorized-keys/edit.js'
import { restricted, shown } from '../authorized-keys/file-errors.js'
import { formatLines } from '../authorized-keys/lines.js'
import { formatOptions } from '../authorized-keys/options.js'
import type { RemoteKeys } from '../authorized-keys/remote-keys.js'
import type { RemoteShell } from '../authorized-keys/run-program.js'
import { type Course, counted, observe, type SshJobOrder, type SshJobParts, writeFile } from './ssh-steps.js'

/**
 * Puts the key's line into the file, unless it is there just so. Throws where the file may not be written, and
 * `authorized-keys-restricted`. What it has written is in the course.
 */
export async function addLine(
  order: SshJobOrder,
  parts: SshJobParts,
  before: RemoteKeys,
  shell: RemoteShell,
  course: Course,
): Promise<void> {
  if (before.refusal !== null) throw before.refusal
  const { key, options, onExisting, instance, progress } = order
  const comment = `${key.comment || key.name} latchkey:${key.id}`
  const wanted = { blob: key.blob, options: formatOptions(options), comment }
  const addition = addKey(before, wanted, onExisting)
  if (addition.kind === 'differs') throw restricted(instance.name, key.name, addition.existing)
  if (addition.kind === 'present')
    return progress.detail('write', 'The key is there already: nothing to write.')
  const content = formatLines(addition.lines)
  const after = await writeFile(shell, before, { content, lines: addition.lines }, course)
  progress.detail('write', `${shown(after.path)} has ${counted(after)}. The file before is beside it.`)
  await observe(order, parts, after)
}
