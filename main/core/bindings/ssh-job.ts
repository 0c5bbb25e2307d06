import type { BindResult } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { told } from '../../../contract/words/say.js'
import { problemOf } from '../lib/problem.js'
import { bindOverSsh } from './ssh-bind.js'
import { type Course, newCourse, type SshJobOrder, type SshJobParts } from './ssh-steps.js'
import { unbindOverSsh } from './ssh-unbind.js'
import { undo } from './ssh-undo.js'

/**
 * Puts a key into authorized_keys or takes it out, and proves that by a second login before the first one is closed; where
 * that fails the file is put back. Never throws: the result is in the progress. Cut off anywhere, each file is the old or
 * the new one.
 */
export async function runSshJob(order: SshJobOrder, parts: SshJobParts): Promise<void> {
  const course = newCourse(null)
  const note = (error: unknown) => problemOf(error, 'binding.incident', parts.log)
  const { id, action } = order.plan
  const work = action === 'bind' ? bindOverSsh : unbindOverSsh
  let result: BindResult
  try {
    result = await work(order, parts, course)
  } catch (error) {
    const undoProblem = await undo(order, parts, course).catch(note)
    result = failed(order, course, note(error), undoProblem ?? null)
  }
  course.door?.connection.end()
  await close(order, parts, course, result).catch(note)
  parts.log.info('binding.ended', { id, by: 'ssh', outcome: result.outcome })
  order.progress.end(result)
}

/** What may be left on the server is told until somebody has seen to it. */
async function close(
  { plan }: SshJobOrder,
  { journal }: SshJobParts,
  course: Course,
  { outcome, others = [] }: BindResult,
): Promise<void> {
  const isDone = outcome === 'proven' || outcome === 'removed'
  const leftOwn = !isDone && course.written.length > 0 && !course.undone
  const left = [...(leftOwn ? [plan.user] : []), ...course.othersLeft]
  await (left.length === 0 ? journal.forget(plan.id) : journal.leave(plan.id, left))
  const proven = others.filter((one) => one.outcome === 'proven').map(({ user }) => user)
  if (isDone) await journal.settle(plan, [plan.user, ...proven])
}

function failed(
  { instance, key, signal, plan }: SshJobOrder,
  { written, undone, spare }: Course,
  problem: ErrorInfo,
  undoProblem: ErrorInfo | null,
): BindResult {
  const cancelled = signal.aborted && problem.code === 'cancelled'
  const file = told`authorized_keys of ${plan.user} on ${instance.name}`
  const inDoubt =
    plan.action === 'bind'
      ? `The line of ${key.name} may be in ${file}; the keys that opened it before still do.`
      : `The lines of ${key.name} may be gone from ${file}${spare === null ? '' : told`; every other key still opens it`}.`
  const left =
    written.length === 0 ? `${file} was not changed.` : undone ? `${file} was put back as it was.` : inDoubt
  const advice =
    undoProblem === null ? problem.advice : `${undoProblem.message} ${undoProblem.advice ?? ''}`.trim()
  return {
    outcome: cancelled ? 'cancelled' : 'failed',
    message: `${cancelled ? told`Cancelled.` : problem.message} ${left}`,
    ...(advice === undefined ? {} : { advice }),
    ...(cancelled ? {} : { problem }),
    instanceLeft: 'running',
  }
}
