import { LatchkeyError } from '../lib/error.js'

export function noVault(): LatchkeyError {
  return new LatchkeyError('vault-missing', 'There is no vault yet.', {
    advice: 'Choose where private keys are to be kept.',
  })
}

export function vaultExists(): LatchkeyError {
  return new LatchkeyError('vault-exists', 'This profile has a vault already.', { advice: 'Unlock it.' })
}

export function vaultLocked(needsPassword: boolean): LatchkeyError {
  return new LatchkeyError('vault-locked', 'The vault is locked.', {
    advice: needsPassword ? 'Unlock it with its password.' : 'Unlock it.',
  })
}

export function waitingFor(label: string): LatchkeyError {
  return new LatchkeyError('keychain-locked', `Waiting for the vault (${label}) to open.`, {
    advice: 'The system may be asking for its password.',
    retryable: true,
  })
}

export function wrongKindOfVault(backend: string): LatchkeyError {
  return new LatchkeyError('keychain-unavailable', `This host has no vault of the kind "${backend}".`, {
    advice: 'Open the profile in the Latchkey that made it.',
  })
}

export function notOpened(cause: unknown): LatchkeyError {
  return new LatchkeyError('internal', 'The vault could not be opened.', {
    advice: 'The log in the profile directory has the whole error.',
    retryable: true,
    cause,
  })
}
