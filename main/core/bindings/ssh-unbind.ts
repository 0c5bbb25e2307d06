import type { BindResult } from '../../../contract/bindings.js'
import { plural, told } from '../../../contract/words/say.js'
import { removeKey } from '../authorized-keys/edit.js'
import { lastWayIn, shown, stillOpen } from '../authorized-keys/file-errors.js'
import { formatLines } from '../authorized-keys/lines.js'
import type { RemoteFile, RemoteKeys } from '../authorized-keys/remote-keys.js'
import type { RemoteShell } from '../authorized-keys/run-program.js'
import { withoutLogin } from '../inventory/binding-records.js'
import { isAccepted } from './is-accepted.js'
import { findSpare } from './spare-login.js'
import {
  addressOf,
  type Course,
  counted,
  enterAndRead,
  observe,
  type SshJobOrder,
  type SshJobParts,
  takeStep,
  timeOf,
  tryLogin,
  twice,
  writeFile,
} from './ssh-steps.js'

/**
 * Takes every line of the key out of the files that let the account in, proves that the key is refused then, and that
 * another login still succeeds. Throws `authorized-keys-last-way-in` where there is none and the instance's name was not
 * typed, and `authorized-keys-still-open`. What it has written is in the course.
 */
export async function unbindOverSsh(
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
): Promise<BindResult> {
  const { keys, shell } = await enterAndRead(order, parts, course)
  const holding = [keys, ...keys.others].filter(
    (file) => removeKey(file.lines, order.key.blob).removed.length,
  )
  for (const { refusal } of holding) if (refusal !== null) throw refusal
  await takeStep(order, parts, 'spare', () => proveSpare(order, parts, keys, course))
  await takeStep(order, parts, 'write', () => remove(order, parts, holding, shell, course))
  await takeStep(order, parts, 'prove', () => proveRefused(order, parts, course))
  await remember(order, parts)
  return { outcome: 'removed', message: removed(order, parts, course), instanceLeft: 'running' }
}

/** With the name of the instance typed, the job goes on without another way in. */
async function proveSpare(
  order: SshJobOrder,
  parts: SshJobParts,
  keys: RemoteKeys,
  course: Course,
): Promise<void> {
  const { instance, key, plan, progress, typedName } = order
  course.spare = await findSpare(order, parts, keys)
  if (course.spare !== null)
    return progress.detail('spare', `${nameOf(course.spare.keyId, parts)} opens it as ${course.spare.user}.`)
  if (typedName === null || typedName.trim() !== instance.name.trim())
    throw lastWayIn(instance.name, key.name, plan.user)
  progress.detail('spare', 'None was found; the name of the instance was typed.')
}

async function remove(
  order: SshJobOrder,
  parts: SshJobParts,
  holding: RemoteFile[],
  shell: RemoteShell,
  course: Course,
): Promise<void> {
  const { key, progress } = order
  const said: string[] = []
  for (const file of holding) {
    const { lines, removed: gone } = removeKey(file.lines, key.blob)
    const after = await writeFile(shell, file, { content: formatLines(lines), lines }, course)
    await observe(order, parts, after)
    said.push(told`${plural(gone.length, 'One line', '# lines')} taken out of ${shown(after.path)}`)
    progress.detail(
      'write',
      `${said.join(', ')}: it has ${counted(after)} now. The file before is beside it.`,
    )
  }
  if (said.length === 0) progress.detail('write', `${key.name} is not in it: nothing to write.`)
}

/** The other login comes first: some servers shut out for a while who was refused. */
async function proveRefused(order: SshJobOrder, parts: SshJobParts, { spare }: Course): Promise<void> {
  const { key, plan, instance, progress, signal } = order
  if (spare !== null) await tryLogin(spare, order, parts)
  const { host, port } = addressOf(instance)
  const target = { host, port, user: plan.user }
  const reach = { target, instanceId: instance.id, instanceName: instance.name, signal }
  if (await twice(order, parts, () => isAccepted(key, reach, parts)))
    throw stillOpen(instance.name, key.name, plan.user)
  const other =
    spare === null ? '' : ` ${told`${nameOf(spare.keyId, parts)} still opens it as ${spare.user}.`}`
  progress.detail('prove', told`${instance.name} refuses ${key.name} for ${plan.user}.${other}`)
}

async function remember(order: SshJobOrder, parts: SshJobParts): Promise<void> {
  const { plan } = order
  const at = timeOf(parts.clock)
  await parts.profile.update((now) => withoutLogin(now, plan, at))
  parts.unbound(plan.keyId, plan.instanceId, told`from authorized_keys of ${plan.user}`)
}

function removed({ key, plan, instance }: SshJobOrder, parts: SshJobParts, { spare }: Course): string {
  const gone = told`${key.name} no longer opens ${instance.name} as ${plan.user}`
  if (spare === null) return `${gone}, and no other key of the vault is known to.`
  const other = nameOf(spare.keyId, parts)
  return spare.user === plan.user
    ? `${gone}; ${other} still does.`
    : `${gone}; ${other} still does, as ${spare.user}.`
}

const nameOf = (keyId: string, { keys }: SshJobParts) => keys.record(keyId).name
