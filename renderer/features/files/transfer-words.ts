import { shownName } from '../../../contract/file-names.js'
import type { Transfer, TransferConflict } from '../../../contract/transfers.js'
import { timeText } from '../../ui/age.js'
import { numberText } from '../../ui/number-text.js'
import { durationText, sizeText } from './size-text.js'

type Of<K extends keyof Transfer> = Pick<Transfer, K>

export const hasEnded = ({ state }: Of<'state'>): boolean => ['done', 'failed', 'cancelled'].includes(state)

/** "Downloading", "Waiting to upload", "Uploaded, 2 failed". */
export function stateWords({
  state,
  direction,
  failed,
  doneFiles,
  skipped,
}: Of<'state' | 'direction' | 'failed' | 'doneFiles' | 'skipped'>): string {
  const up = direction === 'upload'
  const words: Record<Transfer['state'], string> = {
    waiting: up ? 'Waiting to upload' : 'Waiting to download',
    running: up ? 'Uploading' : 'Downloading',
    paused: 'Paused',
    asking: 'Waiting for your answer',
    done: up ? 'Uploaded' : 'Downloaded',
    failed: 'Failed',
    cancelled: 'Cancelled',
  }
  if (state === 'done' && doneFiles === 0 && skipped > 0) return `Nothing ${words.done.toLowerCase()}`
  return state === 'done' && failed > 0 ? `${words.done}, ${numberText(failed)} failed` : words[state]
}

/** "12 MB of 40 MB, 3 of 10 files, 3.2 MB/s, 9 s left"; what is not known yet is left out. */
export function progressWords(
  transfer: Of<
    'state' | 'bytes' | 'doneBytes' | 'files' | 'doneFiles' | 'counted' | 'speed' | 'secondsLeft' | 'skipped'
  >,
): string {
  const { state, bytes, doneBytes, files, doneFiles, counted, speed, secondsLeft, skipped } = transfer
  const more = counted ? '' : ' or more'
  return [
    doneBytes >= bytes && counted ? sizeText(bytes) : `${sizeText(doneBytes)} of ${sizeText(bytes)}${more}`,
    (files > 1 || !counted) &&
      (doneFiles >= files && counted
        ? `${numberText(files)} files`
        : `${numberText(doneFiles)} of ${numberText(files)}${more} files`),
    skipped > 0 && `${numberText(skipped)} skipped`,
    state === 'running' && speed !== null && `${sizeText(speed)}/s`,
    state === 'running' && secondsLeft !== null && counted && `${durationText(secondsLeft)} left`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** What was compared after the copy, and nothing more than that. */
export function checkWords({ checked, state }: Of<'checked' | 'state'>): string {
  if (checked === null || state !== 'done') return ''
  const words = {
    sha256: 'The checksums of both sides are the same.',
    tail: 'Sizes and last bytes were compared.',
    size: 'Sizes were compared.',
  }
  return words[checked]
}

/** What is there, and what would come in its place. */
export function conflictWords({ path, source, target }: TransferConflict): string {
  return `${shownName(path)} is there already: ${sideWords(target)}. What comes is ${sideWords(source)}.`
}

function sideWords({ size, modified }: TransferConflict['source']): string {
  const words = [size !== null && sizeText(size), modified !== null && `of ${timeText(modified)}`].filter(
    Boolean,
  )
  return words.length === 0 ? 'of unknown size and time' : words.join(' ')
}

export const choiceWords = {
  overwrite: 'Overwrite',
  'keep-both': 'Keep both',
  skip: 'Skip',
  resume: 'Resume',
} as const
