import type { BindAction, BindResult } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Instance } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import type { Finding } from './proof.js'

/** How far a job has come. */
export interface Course {
  /** The cloud was asked to stop the instance, whatever it answered. */
  stopAsked: boolean
  /** It was stopped by us and runs again. */
  startedAgain: boolean
  /** The cloud was asked to set the key, or to take it away, whatever it answered. */
  resetAsked: boolean
  /** The cloud has done that. */
  reset: boolean
  finding: Finding | null
  problem: ErrorInfo | null
  /** Why the instance could not be started again. */
  restoreProblem: ErrorInfo | null
}

export interface ResultFacts {
  action: BindAction
  keyName: string
  instanceName: string
  /** As the cloud tells it after the job; null where it could not be asked. */
  now: Instance | null
  cancelled: boolean
}

type Names = Record<'key' | 'instance', string> & { action: BindAction }

/** The end of a job in words. */
export function resultOf(facts: ResultFacts, course: Course): BindResult {
  const names = { key: facts.keyName, instance: facts.instanceName, action: facts.action }
  const left = facts.now?.state
  const instanceLeft = left === 'running' || left === 'stopped' ? left : 'unknown'
  const { problem, finding } = course
  if (problem !== null) {
    const cancelled = facts.cancelled && problem.code === 'cancelled'
    return {
      outcome: cancelled ? 'cancelled' : 'failed',
      message: `${cancelled ? told`Cancelled.` : problem.message} ${aftermath(names, course, facts.now !== null)}`,
      ...advice(course),
      ...(cancelled ? {} : { problem }),
      instanceLeft,
    }
  }
  if (facts.action === 'unbind') return { outcome: 'removed', message: changed(names), instanceLeft }
  if (finding === null) return { ...takesEffectLater(names), instanceLeft }
  if (finding.kind === 'proven')
    return {
      outcome: 'proven',
      message: `${names.key} opens ${names.instance} as ${finding.user}.`,
      instanceLeft,
    }
  const { kind: _kind, ...words } = finding
  return { outcome: 'not-proven', ...words, instanceLeft }
}

function changed({ action, key, instance }: Names): string {
  return action === 'bind' ? `${key} is set for ${instance}.` : `${key} is taken away from ${instance}.`
}

function aftermath(names: Names, course: Course, looked: boolean): string {
  const { action, key, instance } = names
  const isBind = action === 'bind'
  const { stopAsked, startedAgain, resetAsked, reset } = course
  if (stopAsked && !startedAgain) return `${instance} could not be started again.`
  if (stopAsked && reset && isBind)
    return `${instance} was started again with ${key} set; no login has shown yet that it works.`
  if (stopAsked && reset) return `${changed(names)} ${instance} was started again.`
  if (resetAsked && !reset && !looked)
    return `Whether ${key} is ${isBind ? told`set for` : told`taken away from`} ${instance} is not known.`
  if (stopAsked) return `${instance} runs again with the keys that it had.`
  if (!reset) return `${instance} was not changed.`
  return isBind ? `${key} is set for ${instance}; no login has shown yet that it works.` : changed(names)
}

function advice({ stopAsked, startedAgain, restoreProblem, problem }: Course): Pick<BindResult, 'advice'> {
  if (stopAsked && !startedAgain)
    return {
      advice: `Start it under the interrupted bindings, or in the cloud's own console. The cloud says: ${restoreProblem?.message ?? told`nothing`}`,
    }
  return problem?.advice === undefined ? {} : { advice: problem.advice }
}

function takesEffectLater({ key, instance }: Names): Pick<BindResult, 'outcome' | 'message' | 'advice'> {
  return {
    outcome: 'not-proven',
    message: `${key} is set for ${instance}, which stays stopped: the key takes effect at its next start.`,
    advice: `Start ${instance} and press Connect: the first login is the proof.`,
  }
}
