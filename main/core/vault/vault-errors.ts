import { inEnglish } from '../../../contract/words/said.js'
import { told } from '../../../contract/words/say.js'
import { diskProblem } from '../lib/disk-problem.js'
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

export function stoppedWaiting(label = told`the keychain`): LatchkeyError {
  return new LatchkeyError('cancelled', `You stopped waiting for ${label}.`, {
    advice: 'Answer the system where it asks for the password, then try again.',
    retryable: true,
  })
}

export function wrongKindOfVault(backend: string): LatchkeyError {
  return new LatchkeyError('keychain-unavailable', `This host has no vault of the kind "${backend}".`, {
    advice: 'Open the profile in the Latchkey that made it.',
  })
}

export function notOpened(cause: unknown): LatchkeyError {
  const ofDisk = diskProblem(cause)
  if (ofDisk !== null) {
    const { code, message, ...parts } = ofDisk
    return new LatchkeyError(code, inEnglish(message), { ...parts, cause })
  }
  return new LatchkeyError('internal', 'The vault could not be opened.', {
    advice: 'The log in the profile directory has the whole error.',
    retryable: true,
    cause,
  })
}

export function passwordNeeded(label: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The vault (${label}) needs its password.`)
}

export function passwordNotTaken(label: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The vault (${label}) has no password from Latchkey.`, {
    advice: 'Unlock it without one. The settings can give it one.',
  })
}

export function passwordCannotGo(label: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The vault (${label}) can't be without a password.`, {
    advice: 'Change it instead.',
  })
}

export function samePassword(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'The new password is the same as the old one.', {
    advice: 'Choose another.',
  })
}

export function lockedMeanwhile(): LatchkeyError {
  return new LatchkeyError('cancelled', 'The vault was locked meanwhile.', {
    advice: 'Unlock it again.',
    retryable: true,
  })
}
