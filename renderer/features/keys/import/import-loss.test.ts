import { expect, it } from 'vitest'
import type { ImportPreview } from '../../../../contract/keys.js'
import { foundKeys } from './found.js'
import type { FoundKey } from './found-key.js'
import { lossOf } from './import-loss.js'

let made = 0

function row(part: Partial<FoundKey> = {}): FoundKey {
  const name = `id_${made++}`
  const key = { type: 'ed25519', bits: 256, fingerprint: `SHA256:${name}`, fingerprintMd5: 'aa' } as const
  const looks = { format: 'OpenSSH', encryption: null, comment: '', knownAs: null }
  const preview: ImportPreview = { part: 0, state: 'encrypted', key, ...looks }
  const chosen = { source: { kind: 'text', text: '' }, fileName: name } as const
  const [found] = foundKeys(chosen, [preview], name, [])
  if (found === undefined) throw new Error('No row')
  return { ...found, ...part }
}

const wrong = { code: 'passphrase-wrong', message: 'It does not fit.', retryable: false } as const
const stored = { progress: { state: 'stored', keyPair: {} as never } } as const
const loss = (rows: FoundKey[], text = '', stop: AbortController | null = null) =>
  lossOf({ rows, stop }, text)

it('nothing is lost of an untouched import, nor of a single key that was only looked at', () => {
  expect(loss([])).toEqual([])
  expect(loss([row()])).toEqual([])
})

it('text, a passphrase, a name and several found keys are named', () => {
  expect(loss([], 'a key')).toEqual(['The text that you entered is dropped.'])
  expect(loss([row({ passphrase: 'typed' })]).join()).toMatch(/1 key is not imported.*passphrases/)
  expect(loss([row({ named: true })]).join()).toContain('names that you gave')
  expect(loss([row(), row()])).toEqual(['2 keys are not imported. Files stay where they are.'])
})

it('a refused passphrase, and what was left over after an import, are no loss', () => {
  expect(loss([row({ passphrase: 'typed', wrong })])).toEqual([])
  expect(loss([row(stored), row(), row()])).toEqual([])
  expect(loss([row(), row({ chosen: false })])).toEqual([])
})

it('while keys are stored it says which one still is', () => {
  const rows = [row({ progress: { state: 'storing' } }), row({ progress: { state: 'waiting' } })]
  expect(loss(rows, '', new AbortController())).toEqual([
    'The key that is being stored now is still stored.',
    '1 key is not imported. Files stay where they are.',
  ])
})
