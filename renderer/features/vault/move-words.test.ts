import { describe, expect, it } from 'vitest'
import type { VaultStatus } from '../../../contract/vault.js'
import { movedText, progressPercent, progressText, whatMovingDoes } from './move-words.js'

const inKeyring: VaultStatus = {
  state: 'open',
  backend: 'keychain',
  label: 'GNOME keyring',
  choices: [],
  hasPassword: false,
  passwordCost: null,
}
const inFile: VaultStatus = { ...inKeyring, backend: 'sealed-file', label: 'Sealed file', hasPassword: true }
const file = { backend: 'sealed-file' as const, label: 'Sealed file' }
const keyring = { backend: 'keychain' as const, label: 'GNOME keyring' }
const running = { state: 'running' as const, label: 'Sealed file', total: 340 }

describe('what is said before a move', () => {
  it('names both places, and what opens the vault afterwards', () => {
    const said = whatMovingDoes(inKeyring, file, true).join(' ')
    expect(said).toContain('copied to the sealed file and read back')
    expect(said).toContain('they are deleted in GNOME keyring')
    expect(said).toContain('the password below opens the vault')
    expect(said).not.toContain('backups')
  })

  it('warns of a keychain that opens by itself, and of old copies that the old password opens', () => {
    const said = whatMovingDoes(inFile, keyring, false).join(' ')
    expect(said).toContain('no password of yours protects the keys')
    expect(said).toContain('no longer locks by itself')
    expect(said).toContain('backups')
    expect(whatMovingDoes(inFile, keyring, true).join(' ')).not.toContain('no password of yours')
  })
})

it('says how far a move has come', () => {
  expect(progressText({ ...running, step: 'copying', done: 12 })).toBe(
    '12 of 340 key pairs and accounts copied and compared.',
  )
  expect(progressText({ ...running, step: 'comparing', done: 12 })).toBe(
    'The sealed file was opened anew: 12 of 340 key pairs and accounts compared once more.',
  )
  const steps = ['copying', 'comparing', 'deleting'] as const
  const percents = steps.flatMap((step) =>
    [0, 340].map((done) => progressPercent({ ...running, step, done })),
  )
  expect(percents).toEqual([0, 60, 60, 90, 90, 100])
})

it('says at the end whether anything is left behind', () => {
  expect(movedText('GNOME keyring', { label: 'Sealed file' })).toContain('Nothing is left in GNOME keyring.')
  const problem = { code: 'keychain-unavailable' as const, message: '', retryable: true }
  const move = { state: 'waiting' as const, left: 'old copy' as const, label: 'GNOME keyring', problem }
  expect(movedText('GNOME keyring', { label: 'Sealed file', move })).toContain('is still there')
})
