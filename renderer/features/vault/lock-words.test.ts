import { describe, expect, it } from 'vitest'
import type { VaultStatus } from '../../../contract/vault.js'
import { howToOpen, vaultStateText, whyLocked } from './lock-words.js'

const sealed: VaultStatus = {
  state: 'locked',
  backend: 'sealed-file',
  label: 'Sealed file',
  choices: [],
  hasPassword: true,
  passwordCost: null,
}
const keyring: VaultStatus = { ...sealed, backend: 'keychain', label: 'GNOME keyring', hasPassword: false }
const both: VaultStatus = { ...keyring, hasPassword: true }

describe('whyLocked', () => {
  it('names the minutes that it waited', () => {
    expect(whyLocked('idle', 15)).toBe('Locked after 15 minutes without use.')
    expect(whyLocked('idle', 1)).toBe('Locked after a minute without use.')
  })

  it('claims no number of minutes where none is known', () => {
    expect(whyLocked('idle', undefined)).toBe('Locked after some time without use.')
    expect(whyLocked('idle', null)).toBe('Locked after some time without use.')
  })
})

it('says what opens each kind of vault', () => {
  expect(howToOpen(sealed)).toContain('the sealed file. Its password opens it.')
  expect(howToOpen(keyring)).toContain('GNOME keyring. The system may ask')
  expect(howToOpen(both)).toContain('GNOME keyring, encrypted with your password.')
})

it('says in the status bar where keys are, and whether a password is on top', () => {
  expect(vaultStateText({ ...sealed, state: 'open' })).toBe('Keys in sealed file: open')
  expect(vaultStateText({ ...keyring, state: 'open' })).toBe('Keys in GNOME keyring: open')
  expect(vaultStateText(both)).toBe('Keys in GNOME keyring and a password: locked')
})
