import type { BindResult } from '../../../contract/bindings.js'
import { inEnglish } from '../../../contract/words/said.js'
import { told } from '../../../contract/words/say.js'
import { problemOf } from '../lib/problem.js'
import { addLine } from './add-line.js'
import {
  type Course,
  newCourse,
  proveBeside,
  read,
  type SshJobOrder,
  type SshJobParts,
  takeStep,
  tryLogin,
} from './ssh-steps.js'
import { putAllBack } from './ssh-undo.js'

type OtherResult = NonNullable<BindResult['others']>[number]

/**
 * Puts the key that is bound now into the files of further users too, whom the login becomes, and proves each by a login.
 * Never throws: each has its own result, and what may be left on the server is in the course.
 */
export async function bindOthers(
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
): Promise<OtherResult[]> {
  const results: OtherResult[] = []
  let why = told`Cancelled.`
  try {
    await takeStep(order, parts, 'others', async () => {
      for (const user of order.alsoUsers) results.push(await bindOther(user, order, parts, course))
    })
  } catch (error) {
    if (!order.signal.aborted) why = inEnglish(problemOf(error, 'binding.incident', parts.log).message)
  }
  const left = order.alsoUsers.slice(results.length)
  return [...results, ...left.map((user): OtherResult => ({ user, outcome: 'failed', message: why }))]
}

/** Over the connection that is open; where it fails, this user's file is put back. */
async function bindOther(
  user: string,
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
): Promise<OtherResult> {
  const { plan, login, progress, key, instance } = order
  const { door } = course
  const own = newCourse(door)
  const forUser: SshJobOrder = {
    ...order,
    plan: { ...plan, user },
    login: { ...login, user: login.user ?? plan.user },
    progress: { ...progress, detail: () => undefined },
  }
  progress.detail('others', `Putting it there for ${user}.`)
  try {
    if (door === null) throw new Error('There is no connection')
    const { keys, shell } = await read(forUser, parts, door)
    await addLine(forUser, parts, keys, shell, own)
    await tryLogin({ keyId: key.id, user }, forUser, parts)
    await proveBeside({ keyId: key.id, user }, forUser, parts)
    return { user, outcome: 'proven', message: `${key.name} opens ${instance.name} as ${user}.` }
  } catch (error) {
    const { message } = problemOf(error, 'binding.incident', parts.log)
    const left = await leftOf(forUser, parts, own)
    if (own.written.length > 0 && !own.undone) course.othersLeft.push(user)
    course.door = own.door // another one where the first was lost
    return { user, outcome: 'failed', message: `${message} ${left}` }
  }
}

async function leftOf(order: SshJobOrder, parts: SshJobParts, own: Course): Promise<string> {
  const file = told`authorized_keys of ${order.plan.user}`
  if (own.written.length === 0) return `${file} was not changed.`
  try {
    await putAllBack(order, parts, own)
    return `${file} was put back as it was.`
  } catch (error) {
    const { message } = problemOf(error, 'binding.incident', parts.log)
    return `${message} The line may be in ${file}.`
  }
}
