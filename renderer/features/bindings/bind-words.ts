import type {
  BindAction,
  BindJob,
  BindResult,
  BindStepName,
  InterruptedBinding,
} from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

/** Where a job stands, for the status bar: the label of the step that runs. */
export function runningStep({ steps, cancelling }: Pick<BindJob, 'steps' | 'cancelling'>): string {
  if (cancelling) return say`cancelling`
  return hear(steps.find(({ state }) => state === 'running')?.label) ?? say`starting`
}

/** "4 s", "1 min 05 s"; empty before a step has begun. `now` in ms. */
export function stepDuration(step: BindJob['steps'][number], now: number): string {
  if (step.startedAt === undefined) return ''
  const end = step.endedAt === undefined ? now : Date.parse(step.endedAt)
  const seconds = Math.max(0, Math.round((end - Date.parse(step.startedAt)) / 1000))
  if (seconds < 60) return say`${seconds} s`
  return say`${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** What cancelling now would do. */
export function cancelSentence({
  action,
  steps,
  instanceName,
}: Pick<BindJob, 'action' | 'steps' | 'instanceName'>): string {
  if (steps.some(({ name, state }) => name === 'write' && (state === 'done' || state === 'running')))
    return say`Cancel puts authorized_keys back as it was.`
  const stopped = steps.some(
    ({ name, state }) => name === 'stop' && state !== 'waiting' && state !== 'skipped',
  )
  const reset = steps.some(({ name, state }) => name === 'reset' && (state === 'done' || state === 'running'))
  const done =
    action === 'bind' ? say`The key that was set stays.` : say`The key that was taken away stays away.`
  const keys = reset ? done : say`Its keys stay as they are.`
  if (!stopped) return `${say`Cancel stops before the next step.`} ${keys}`
  const runs = steps.some(({ name, state }) => name === 'start' && state === 'done')
  if (runs) return `${say`Cancel ends the wait; ${instanceName} is started already.`} ${keys}`
  return `${say`Cancel stops before the next step and starts ${instanceName} again.`} ${keys}`
}

/** What the instance was left as, where that needs saying. */
export function leftSentence(result: BindResult, instanceName: string): string | null {
  if (result.instanceLeft === 'stopped') return say`${instanceName} was left stopped.`
  if (result.instanceLeft === 'unknown')
    return say`Whether ${instanceName} is running is not known. Refresh the instances.`
  return null
}

/** "Binding deploy to web-1". */
export function workSentence(action: BindAction, keyName: string, instances: string): string {
  return action === 'bind'
    ? say`Binding ${keyName} to ${instances}`
    : say`Unbinding ${keyName} from ${instances}`
}

const during: Record<BindStepName, string> = {
  login: say`while it was being logged in to`,
  read: say`while its authorized_keys was being read`,
  spare: say`while another way in was being proven`,
  others: say`while it was done for other users`,
  write: say`while its authorized_keys was being written`,
  undo: say`while its authorized_keys was being put back`,
  push: say`while the key was put on the account`,
  stop: say`while it was being stopped`,
  reset: say`while its keys were being changed`,
  start: say`while it was being started`,
  wait: say`while waiting for its SSH server`,
  prove: say`while the login was being tried`,
}

/** What a crash or a quit cut off, as one sentence or two. */
export function interruptedSentence(cutOff: InterruptedBinding, keyName: string | undefined): string {
  const { action, instanceName, step, by, mayBeStopped, ended } = cutOff
  const work = workSentence(action, keyName ?? say`a key`, instanceName)
  if (ended) return `${say`${work} has ended and could not be put right.`} ${fileSentence(cutOff)}`
  const what = say`${work} was cut off ${during[step]}.`
  if (by === 'ssh') return `${what} ${fileSentence(cutOff)}`
  return mayBeStopped ? `${what} ${say`${instanceName} may be stopped.`}` : what
}

/** The same of several over SSH of one key, as one. */
export function interruptedManySentence(cutOff: InterruptedBinding[], keyName: string | undefined): string {
  const [first] = cutOff
  if (first === undefined) return ''
  const names = cutOff.slice(0, 3).map(({ instanceName }) => instanceName)
  const more = cutOff.length - names.length
  const where = more > 0 ? say`${names.join(', ')} and ${more} more` : names.join(', ')
  const line = first.action === 'bind' ? say`the new line` : say`the lines of the key`
  return say`${workSentence(first.action, keyName ?? say`a key`, where)} was cut off. Each authorized_keys is whole, with or without ${line}.`
}

/** What a binding over SSH has left on the server. */
function fileSentence({ action, step, users, ended }: InterruptedBinding): string {
  if (!ended && (step === 'login' || step === 'read' || step === 'spare'))
    return say`Nothing was changed on it.`
  const file = users.length === 0 ? say`The file` : say`authorized_keys of ${users.join(', ')}`
  return action === 'bind'
    ? say`${file} is whole, with or without the new line; what opened it before still does. Bind again to finish, or unbind to take the line out.`
    : say`${file} is whole, with or without the lines of the key; every other key still opens it. Unbind again to finish.`
}

/** "Bind deploy to web-1". */
export function workTitle(action: BindAction, keyName: string, instance: string): string {
  return action === 'bind' ? say`Bind ${keyName} to ${instance}` : say`Unbind ${keyName} from ${instance}`
}
