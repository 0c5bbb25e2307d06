import { plural, say } from '../../../contract/words/say.js'
import { stateWord } from './instance-words.js'
import type { To } from './power.js'
import type { PowerProgress } from './power-batch.js'

/** What stopping an instance means, as sentences, gravest first. `terminals`: open on it in this window. */
export function whatStoppingDoes(name: string, terminals: number): string[] {
  return [
    say`Everything that runs on ${name} is interrupted, and nobody can log in until it is started again.`,
    ...(terminals === 0
      ? []
      : [say`${plural(terminals, 'The open terminal on it ends.', 'The # open terminals on it end.')}`]),
    say`Its disks and keys stay. The cloud may go on charging for it, and may give it another public address at the next start.`,
  ]
}

interface Many {
  /** As the list calls them; at least one. */
  names: string[]
  /** Those that are marked too and are left alone. */
  others: string[]
  /** Open on them in this window. */
  terminals: number
}

/** What starting or stopping several instances means, as sentences, gravest first. */
export function whatPowerDoesToMany(to: To, { names, others, terminals }: Many): string[] {
  const left =
    others.length === 0
      ? []
      : [
          to === 'running'
            ? say`${plural(others.length, 'Left as it is', 'Left as they are')}, since only what is stopped can be started: ${others.join(', ')}.`
            : say`${plural(others.length, 'Left as it is', 'Left as they are')}, since only what runs can be stopped: ${others.join(', ')}.`,
        ]
  if (to === 'running')
    return [
      say`To be started: ${names.join(', ')}.`,
      say`The cloud charges for what runs, and may give another public address than before.`,
      ...left,
    ]
  const ends = [
    say`${plural(terminals, 'The open terminal on them ends.', 'The # open terminals on them end.')}`,
  ]
  return [
    say`Everything that runs on them is interrupted, and nobody can log in until they are started again: ${names.join(', ')}.`,
    ...(terminals === 0 ? [] : ends),
    say`Disks and keys stay. The cloud may go on charging for them, and may give them other public addresses at the next start.`,
    ...left,
  ]
}

/** "Stopping 3 instances"; when all have ended, "Stopped 2 of 3 instances". */
export function batchTitle(to: To, entries: { progress: PowerProgress }[]): string {
  const all = entries.length
  const open = entries.some(({ progress }) => progress === 'waiting' || progress === 'running')
  if (open)
    return to === 'running'
      ? say`Starting ${plural(all, '# instance', '# instances')}`
      : say`Stopping ${plural(all, '# instance', '# instances')}`
  const done = entries.filter(({ progress }) => progress === 'done').length
  if (to === 'running')
    return done === all
      ? say`Started ${plural(all, '# instance', '# instances')}`
      : say`Started ${done} of ${plural(all, '# instance', '# instances')}`
  return done === all
    ? say`Stopped ${plural(all, '# instance', '# instances')}`
    : say`Stopped ${done} of ${plural(all, '# instance', '# instances')}`
}

export function progressWord(to: To, progress: PowerProgress): string {
  if (progress === 'waiting') return say`waiting`
  if (progress === 'running') return stateWord(to === 'running' ? 'starting' : 'stopping')
  if (progress === 'done') return stateWord(to)
  if (progress === 'cancelled') return say`cancelled`
  return to === 'running' ? say`not started` : say`not stopped`
}
