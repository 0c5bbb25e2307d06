import type { BindResult } from '../../../contract/bindings.js'
import { withBinding, withOtherProof, withProof } from '../inventory/binding-records.js'
import { addLine } from './add-line.js'
import { bindOthers } from './ssh-other-users.js'
import {
  type Course,
  enterAndRead,
  type SshJobOrder,
  type SshJobParts,
  takeStep,
  timeOf,
  tryLogin,
} from './ssh-steps.js'

/** Puts the key's line into authorized_keys and proves it by a second login. What it has written is in the course. */
export async function bindOverSsh(
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
): Promise<BindResult> {
  const { plan, progress, key, instance } = order
  const { keys, shell } = await enterAndRead(order, parts, course)
  await takeStep(order, parts, 'write', () => addLine(order, parts, keys, shell, course))
  await takeStep(order, parts, 'prove', () => tryLogin(plan, order, parts))
  progress.detail('prove', `Logged in as ${plan.user}.`)
  await remember(order, parts, course)
  const message = `${key.name} opens ${instance.name} as ${plan.user}.`
  const result: BindResult = { outcome: 'proven', message, instanceLeft: 'running' }
  return order.alsoUsers.length === 0 ? result : { ...result, others: await bindOthers(order, parts, course) }
}

/** Also the login that was made first: before the binding there may have been nothing to note it with. */
async function remember(
  { plan, login }: SshJobOrder,
  { profile, clock }: SshJobParts,
  { enteredAt }: Course,
): Promise<void> {
  const { instanceId, keyId, user } = plan
  const bound = { instanceId, keyId, user, at: timeOf(clock) }
  const first =
    login.kind === 'key' && enteredAt !== null
      ? { instanceId, keyId: login.keyId, user: login.user ?? user, at: enteredAt }
      : null
  await profile.update((now) => {
    const next = withBinding(now, bound)
    return withProof(first === null ? next : withOtherProof(next, first), bound)
  })
}
