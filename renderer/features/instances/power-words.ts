import { counted } from '../bindings/many-words.js'
import type { To } from './power.js'
import type { PowerProgress } from './power-batch.js'

/** What stopping an instance means, as sentences, gravest first. `terminals`: open on it in this window. */
export function whatStoppingDoes(name: string, terminals: number): string[] {
  const open = terminals === 1 ? 'The open terminal' : `The ${terminals} open terminals`
  return [
    `Everything that runs on ${name} is interrupted, and nobody can log in until it is started again.`,
    ...(terminals === 0 ? [] : [`${open} on it ${terminals === 1 ? 'ends' : 'end'}.`]),
    'Its disks and keys stay. The cloud may go on charging for it, and may give it another public address at the next start.',
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
          `Left as ${others.length === 1 ? 'it is' : 'they are'}, since only what ${to === 'running' ? 'is stopped can be started' : 'runs can be stopped'}: ${others.join(', ')}.`,
        ]
  if (to === 'running')
    return [
      `To be started: ${names.join(', ')}.`,
      'The cloud charges for what runs, and may give another public address than before.',
      ...left,
    ]
  const ends =
    terminals === 1 ? ['The open terminal on them ends.'] : [`The ${terminals} open terminals on them end.`]
  return [
    `Everything that runs on them is interrupted, and nobody can log in until they are started again: ${names.join(', ')}.`,
    ...(terminals === 0 ? [] : ends),
    'Disks and keys stay. The cloud may go on charging for them, and may give them other public addresses at the next start.',
    ...left,
  ]
}

/** "Stopping 3 instances"; when all have ended, "Stopped 2 of 3 instances". */
export function batchTitle(to: To, entries: { progress: PowerProgress }[]): string {
  const all = counted(entries.length)
  const open = entries.some(({ progress }) => progress === 'waiting' || progress === 'running')
  if (open) return `${to === 'running' ? 'Starting' : 'Stopping'} ${all}`
  const done = entries.filter(({ progress }) => progress === 'done').length
  const word = to === 'running' ? 'Started' : 'Stopped'
  return done === entries.length ? `${word} ${all}` : `${word} ${done} of ${all}`
}

export function progressWord(to: To, progress: PowerProgress): string {
  if (progress === 'waiting') return 'waiting'
  if (progress === 'running') return to === 'running' ? 'starting' : 'stopping'
  if (progress === 'done') return to
  return to === 'running' ? 'not started' : 'not stopped'
}
