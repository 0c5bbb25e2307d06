import { told } from '../../../contract/words/say.js'
import { contentNow, sameContent, writeRemoteKeys } from '../authorized-keys/remote-keys.js'
import type { RemoteShell } from '../authorized-keys/run-program.js'
import { isLatchkeyError } from '../lib/error.js'
import { openDoor } from './ssh-door.js'
import {
  addressOf,
  type Course,
  logIn,
  observe,
  type SshJobOrder,
  type SshJobParts,
  type Written,
} from './ssh-steps.js'

/**
 * Puts the old files back where new ones were written, the last one first; nothing where none was. Over the connection of
 * the first login, or a new one where that has gone or hangs. Throws what kept it from that.
 */
export async function undo(order: SshJobOrder, parts: SshJobParts, course: Course): Promise<void> {
  if (course.written.length === 0) return
  order.progress.add('undo', told`Put authorized_keys back as it was`)
  await parts.journal.reach(order.plan.id, 'undo')
  await order.progress.run('undo', () => putAllBack(order, parts, course))
}

/** Puts what the course has written back as it was, the last file first. */
export async function putAllBack(order: SshJobOrder, parts: SshJobParts, course: Course): Promise<void> {
  for (const written of course.written.toReversed()) await putBack(written, order, parts, course)
  course.undone = true
}

async function putBack(
  written: Written,
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
): Promise<void> {
  if (course.door?.isOpen())
    try {
      return await putBackOver(
        { ...written.shell, connection: course.door.connection },
        written,
        order,
        parts,
      )
    } catch (error) {
      if (!hanging.some((code) => isLatchkeyError(error, code))) throw error
      course.door.connection.end()
    }
  await enterAgain(order, parts, course)
  if (course.door === null) return
  await putBackOver({ ...written.shell, connection: course.door.connection }, written, order, parts)
}

/** As a connection ends that is still there by its own word. */
const hanging = ['ssh-timeout', 'ssh-closed', 'ssh-no-shell', 'sudo-refused'] as const

/** By the same way as before; where that was the key that is gone from there, by the other one. */
async function enterAgain(order: SshJobOrder, parts: SshJobParts, course: Course): Promise<void> {
  const steady = { ...order, signal: new AbortController().signal }
  const { spare } = course
  if (spare === null || spare.user !== (order.login.user ?? order.plan.user)) {
    course.door = await logIn(steady, parts)
    return
  }
  const { host, port } = addressOf(order.instance)
  const reach = {
    target: { host, port, user: spare.user },
    instanceName: order.instance.name,
    signal: steady.signal,
  }
  course.door = await openDoor({ kind: 'key', keyId: spare.keyId }, null, reach, parts)
}

async function putBackOver(
  shell: RemoteShell,
  { before, after }: Written,
  order: SshJobOrder,
  parts: SshJobParts,
): Promise<void> {
  try {
    await writeRemoteKeys(shell, after, before.content)
  } catch (error) {
    if (!isLatchkeyError(error, 'authorized-keys-changed')) throw error
    // The write had not come through: the file is what it was.
    if (!sameContent(await contentNow(shell, after), before.content)) throw error
  }
  await observe(order, parts, before)
}
