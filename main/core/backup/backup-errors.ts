import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'

const NOTHING_CHANGED = 'Nothing was changed.'

export function notABackup(what: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('backup-unreadable', `${what} ${NOTHING_CHANGED}`, {
    advice: 'Choose a backup file of Latchkey, or the rescue file that the recovery kit names.',
    cause,
  })
}

export function damagedBackup(cause?: unknown): LatchkeyError {
  return new LatchkeyError(
    'backup-damaged',
    `The file is damaged or cut off, so nothing of it can be trusted. ${NOTHING_CHANGED}`,
    { advice: 'Copy it again from where it is kept, or use another copy of it.', cause },
  )
}

export function newerBackup(): LatchkeyError {
  return new LatchkeyError(
    'backup-newer',
    `The file was written by a newer Latchkey than this one. ${NOTHING_CHANGED}`,
    { advice: 'Install the newest Latchkey and restore it there.' },
  )
}

export function tooCostlyBackup(workFactor: number): LatchkeyError {
  return new LatchkeyError(
    'backup-too-costly',
    `The file asks for scrypt with a work factor of ${workFactor}, which is more memory than Latchkey spends on it.`,
    { advice: 'Open it with age and encrypt it again: age takes a work factor of 18.' },
  )
}

export function wrongCode(): LatchkeyError {
  return new LatchkeyError(
    'recovery-code-wrong',
    `The file is not for this recovery code. ${NOTHING_CHANGED}`,
    {
      advice: 'Compare the dates: each kit has its own code, and a newer kit makes the one before useless.',
      retryable: true,
    },
  )
}

/** `where`: a sentence, if it can be told. */
export function mistypedCode(where: string | null, cause: unknown): LatchkeyError {
  return new LatchkeyError(
    'recovery-code-wrong',
    `The recovery code has a typing mistake${where === null ? told`: its checksum is wrong.` : `. ${where}`}`,
    {
      advice: 'Compare it group by group with the page; it begins with AGE-SECRET-KEY-1.',
      retryable: true,
      cause,
    },
  )
}

export function codeNeeded(): LatchkeyError {
  return new LatchkeyError(
    'recovery-code-wrong',
    'This file is opened by a recovery code, not by a passphrase.',
    {
      advice: 'Enter the code of the recovery kit, or the age identity that it was encrypted for.',
      retryable: true,
    },
  )
}

export function backupPassphraseWrong(): LatchkeyError {
  return new LatchkeyError('passphrase-wrong', `The passphrase does not open this file. ${NOTHING_CHANGED}`, {
    advice: 'Mind capitals and blanks at the ends. It is the one that was chosen when the backup was made.',
    retryable: true,
  })
}

export function passphraseNotCode(): LatchkeyError {
  return new LatchkeyError(
    'passphrase-wrong',
    'This file is opened by a passphrase, not by a recovery code.',
    {
      advice:
        'Enter the passphrase that was chosen when the backup was made. The code is for the rescue file.',
      retryable: true,
    },
  )
}

export function expiredPreview(): LatchkeyError {
  return new LatchkeyError('backup-expired', 'What was opened of the backup has been forgotten again.', {
    advice: 'Open the file once more. It is kept for a few minutes only, and not beyond a lock.',
    retryable: true,
  })
}

export function notARecipient(cause: unknown): LatchkeyError {
  return new LatchkeyError('input-invalid', 'This is not a recipient of age.', {
    advice: 'It begins with age1, as age-keygen prints it. SSH keys are not taken.',
    cause,
  })
}

export function wrongLastGroup(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'These are not the last six characters of the code.', {
    advice: 'Type them from the page that you have printed or written down.',
  })
}

export function noKitBegun(): LatchkeyError {
  return new LatchkeyError('backup-expired', 'This recovery code has been forgotten again.', {
    advice: 'Make a recovery kit once more, and throw the page away.',
  })
}
