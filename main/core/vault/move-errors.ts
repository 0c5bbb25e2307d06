import type { ErrorInfo } from '../../../contract/errors.js'
import type { Backend } from '../../../contract/vault.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'

const STAYS = 'Nothing was moved: everything is where it was.'

export function thereAlready(label: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The vault is in that place already (${label}).`)
}

export function placeUnavailable(label: string, reason: string): LatchkeyError {
  return new LatchkeyError('keychain-unavailable', `The vault can't be moved to ${label} now. ${reason}`, {
    retryable: true,
  })
}

/** A store that no move of this profile has made: it may be somebody's only copy. */
export function storeInTheWay(backend: Backend, label: string): LatchkeyError {
  const where =
    backend === 'sealed-file'
      ? told`Move vault.sealed and vault.sealed.previous out of the profile folder, to where you keep backups,`
      : told`Look at its items "Latchkey" in the keychain's own program, delete those that you need no more,`
  return new LatchkeyError(
    'vault-exists',
    `There is a vault in that place already (${label}), which this profile does not know. It was not touched.`,
    { advice: `${where} then try again.` },
  )
}

export function moveCancelled(): LatchkeyError {
  return new LatchkeyError('cancelled', `The move was cancelled. ${STAYS}`, { retryable: true })
}

export function endedByLock(cause: unknown): LatchkeyError {
  return new LatchkeyError('cancelled', `The vault was locked, which ended the move. ${STAYS}`, {
    advice: 'Unlock it and move it again.',
    retryable: true,
    cause,
  })
}

/** `what`: 'the key pair "web"'. */
export function unreadableHere(what: string, cause: LatchkeyError): LatchkeyError {
  return new LatchkeyError('vault-damaged', `The secret of ${what} can't be read. ${STAYS}`, {
    advice:
      'A move would lose it. Bring it back from a backup or import it again, or delete it for good; then move.',
    detail: cause.message,
    cause,
  })
}

export function notTheSame(what: string, label: string): LatchkeyError {
  return new LatchkeyError(
    'vault-damaged',
    `The secret of ${what} is not in ${label} as it was written. ${STAYS}`,
    { advice: `Try again. If it stays so, ${label} can't be trusted with keys.`, retryable: true },
  )
}

export function notAllThere(what: string[], label: string): LatchkeyError {
  return new LatchkeyError(
    'secret-missing',
    `The old copy in ${label} is kept, because the vault lacks what is in it: ${what.join(', ')}.`,
    { advice: 'Restore it from a backup or a recovery kit; then the old copy can go.', retryable: true },
  )
}

/** `problem`: what keeps an earlier move from its end. */
export function notOver(problem: ErrorInfo | null): Error {
  if (problem === null) return new Error('An earlier move has not ended, and nothing says why')
  const { code, message, advice } = problem
  return new LatchkeyError(code, `An earlier move is not over. ${message}`, {
    retryable: true,
    ...(advice !== undefined && { advice }),
  })
}

export function othersThere(names: string[], label: string): LatchkeyError {
  return new LatchkeyError(
    'vault-exists',
    `The copy in ${label} is kept, because there are secrets in it that were not moved: ${names.join(', ')}.`,
    {
      advice:
        'They may have come back with an old state of it. Leave it there, or delete them there by hand.',
    },
  )
}
