import { expect, it } from 'vitest'
import type { RestoreRow } from '../../../contract/backup.js'
import { byKind, countWords, rowWords } from './restore-words.js'

const row = (kind: RestoreRow['kind'], part: Partial<RestoreRow> = {}): RestoreRow => ({
  ...{ id: 'a', kind, name: 'a', detail: '', state: 'new', differs: [], does: 'stores it', proposed: true },
  ...part,
})

it('counts what is chosen in words', () => {
  expect(countWords([])).toBe('nothing')
  expect(countWords([row('key')])).toBe('1 key pair')
  expect(countWords([row('settings'), row('key'), row('key'), row('account')])).toBe(
    '2 key pairs, 1 account and the settings',
  )
})

it('says what a row would do, and what it would not', () => {
  expect(rowWords(row('key'))).toBe('Restoring stores it.')
  expect(rowWords(row('key', { state: 'same', does: null }))).toBe('')
  expect(rowWords(row('key', { state: 'different', does: null, differs: ['name', 'tags'] }))).toBe(
    'Name, tags. What is here stays.',
  )
})

it('groups by kind in one order', () => {
  expect(byKind([row('settings'), row('key')]).map(({ kind }) => kind)).toEqual(['key', 'settings'])
})
