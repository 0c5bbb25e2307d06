import { shownName } from '../../../contract/file-names.js'
import type { Transfer, TransferConflict } from '../../../contract/transfers.js'
import { plural, say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { byteText } from '../../ui/byte-text.js'
import { numberText } from '../../ui/number-text.js'
import { durationText } from './duration-text.js'

type Of<K extends keyof Transfer> = Pick<Transfer, K>

export const hasEnded = ({ state }: Of<'state'>): boolean => ['done', 'failed', 'cancelled'].includes(state)

const wordsOf = {
  upload: {
    waiting: say`Waiting to upload`,
    running: say`Uploading`,
    done: say`Uploaded`,
    nothing: say`Nothing uploaded`,
  },
  download: {
    waiting: say`Waiting to download`,
    running: say`Downloading`,
    done: say`Downloaded`,
    nothing: say`Nothing downloaded`,
  },
  copy: {
    waiting: say`Waiting to copy`,
    running: say`Copying`,
    done: say`Copied`,
    nothing: say`Nothing copied`,
  },
}

/** "Downloading", "Waiting to upload", "Uploaded, 2 failed". */
export function stateWords({
  state,
  direction,
  failed,
  doneFiles,
  skipped,
}: Of<'state' | 'direction' | 'failed' | 'doneFiles' | 'skipped'>): string {
  const of = wordsOf[direction]
  const words: Record<Transfer['state'], string> = {
    ...of,
    paused: say`Paused`,
    asking: say`Waiting for your answer`,
    failed: say`Failed`,
    cancelled: say`Cancelled`,
  }
  if (state === 'done' && doneFiles === 0 && skipped > 0) return of.nothing
  return state === 'done' && failed > 0
    ? say`${words.done}, ${plural(failed, '# failed', '# failed')}`
    : words[state]
}

/** Where it goes to, and where it comes from. */
export function placeWords({
  direction,
  instanceName,
  source,
  to,
}: Of<'direction' | 'instanceName' | 'source' | 'to'>): string {
  if (direction === 'upload') return say`to ${shownName(to)} on ${instanceName}`
  if (source === null) return say`from ${instanceName} to ${to}`
  return say`from ${source.instanceName} to ${shownName(to)} on ${instanceName}`
}

/** "12 MB of 40 MB, 3 of 10 files, 3.2 MB/s, 9 s left"; what is not known yet is left out. */
export function progressWords(
  transfer: Of<
    'state' | 'bytes' | 'doneBytes' | 'files' | 'doneFiles' | 'counted' | 'speed' | 'secondsLeft' | 'skipped'
  >,
): string {
  const { state, files, doneFiles, counted, speed, secondsLeft, skipped } = transfer
  return [
    bytesWords(transfer),
    (files > 1 || !counted) &&
      (doneFiles >= files && counted
        ? say`${plural(files, '# files', '# files')}`
        : counted
          ? say`${numberText(doneFiles)} of ${plural(files, '# files', '# files')}`
          : say`${numberText(doneFiles)} of ${plural(files, '# or more files', '# or more files')}`),
    skipped > 0 && say`${plural(skipped, '# skipped', '# skipped')}`,
    state === 'running' && speed !== null && say`${byteText(speed)}/s`,
    state === 'running' && secondsLeft !== null && counted && say`${durationText(secondsLeft)} left`,
  ]
    .filter(Boolean)
    .join(', ')
}

function bytesWords({ bytes, doneBytes, counted }: Of<'bytes' | 'doneBytes' | 'counted'>): string {
  if (!counted) return say`${byteText(doneBytes)} of ${byteText(bytes)} or more`
  return doneBytes >= bytes ? byteText(bytes) : say`${byteText(doneBytes)} of ${byteText(bytes)}`
}

/** What was compared after the copy, and nothing more than that. */
export function checkWords({ checked, state }: Of<'checked' | 'state'>): string {
  if (checked === null || state !== 'done') return ''
  const words = {
    tail: say`Sizes and last bytes were compared.`,
    size: say`Sizes were compared.`,
  }
  return words[checked]
}

/** What is there, and what would come in its place. */
export function conflictWords({ path, source, target }: TransferConflict): string {
  return say`${shownName(path)} is there already: ${sideWords(target)}. What comes is ${sideWords(source)}.`
}

function sideWords({ size, modified }: TransferConflict['source']): string {
  const words = [size !== null && byteText(size), modified !== null && say`of ${timeText(modified)}`].filter(
    Boolean,
  )
  return words.length === 0 ? say`of unknown size and time` : words.join(' ')
}

export const choiceWords = {
  overwrite: say`Overwrite`,
  'keep-both': say`Keep both`,
  skip: say`Skip`,
  resume: say`Resume`,
} as const
