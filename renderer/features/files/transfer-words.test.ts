import { describe, expect, it } from 'vitest'
import { checkWords, progressWords, stateWords } from './transfer-words.js'

const one = {
  ...({
    state: 'running',
    direction: 'download',
    failed: 0,
    bytes: 40_000_000,
    doneBytes: 12_000_000,
    files: 1,
  } as const),
  ...{ doneFiles: 0, counted: true, speed: 3_200_000, secondsLeft: 8.75, skipped: 0 },
}

describe('a transfer in words', () => {
  it('tells how much of how much, how fast and how long', () => {
    expect(progressWords(one)).toBe('12 MB of 40 MB, 3.2 MB/s, 9 s left')
    expect(progressWords({ ...one, files: 1204, doneFiles: 300, skipped: 2 })).toBe(
      '12 MB of 40 MB, 300 of 1,204 files, 2 skipped, 3.2 MB/s, 9 s left',
    )
  })

  it('promises no end while files are still being found, and no speed while it stands', () => {
    expect(progressWords({ ...one, counted: false })).toBe(
      '12 MB of 40 MB or more, 0 of 1 or more files, 3.2 MB/s',
    )
    expect(progressWords({ ...one, state: 'paused' })).toBe('12 MB of 40 MB')
  })

  it('says of what has ended how much it was, and that some failed', () => {
    expect(progressWords({ ...one, state: 'done', doneBytes: one.bytes, doneFiles: 1 })).toBe('40 MB')
    expect(stateWords({ ...one, state: 'done', direction: 'upload', failed: 3 })).toBe('Uploaded, 3 failed')
  })

  it('claims no comparison that was not made', () => {
    expect(checkWords({ checked: 'size', state: 'done' })).toBe('Sizes were compared.')
    expect(checkWords({ checked: 'tail', state: 'running' })).toBe('')
    expect(checkWords({ checked: null, state: 'done' })).toBe('')
  })
})
