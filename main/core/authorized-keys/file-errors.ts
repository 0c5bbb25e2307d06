import type { ErrorCode } from '../../../contract/errors.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import type { ExistingLine } from './edit.js'

/** A path of a server as people read it. */
export const shown = (path: string): string => Buffer.from(path, 'latin1').toString('utf8')

/** The sentences for a write that the server's system refused, from its own words. */
export function writeRefused(place: string, path: string, words: string): LatchkeyError {
  const name = shown(path)
  if (/no space left|quota exceeded|disk full/i.test(words))
    return refuse(
      'authorized-keys-disk-full',
      `The disk of ${place} is full.`,
      'Make room on it, then bind again.',
      words,
    )
  const reason = /read-only file system/i.test(words)
    ? told`is on a file system that can only be read`
    : /not permitted/i.test(words)
      ? told`is protected from changes`
      : told`can't be written`
  return readOnly(place, `${name} on ${place} ${reason}.`, words)
}

/** `words` are the system's. */
export function notReadable(place: string, words: string): LatchkeyError {
  return refuse('authorized-keys-unreadable', told`authorized_keys on ${place} can't be read.`, LOOK, words)
}

/** `how` completes a sentence that begins with the path. */
export function elsewhere(place: string, path: string, how: string): LatchkeyError {
  return refuse(
    'authorized-keys-elsewhere',
    `${path} on ${place} ${how}.`,
    'Something else looks after this file: add the public key there, or give the account a file of its own.',
  )
}

/** Somebody else was faster. */
export function changedMeanwhile(place: string, path: string): LatchkeyError {
  return new LatchkeyError('authorized-keys-changed', `${shown(path)} on ${place} has changed meanwhile.`, {
    advice: 'Somebody else edits it too. Try again: Latchkey reads it anew.',
    retryable: true,
  })
}

/** The lock is held. */
export function lockedByOther(place: string, path: string): LatchkeyError {
  return new LatchkeyError(
    'authorized-keys-busy',
    `${shown(path)} on ${place} is being edited by another Latchkey.`,
    {
      advice: 'Try again in a moment. A lock that was left behind ends after 10 minutes.',
      retryable: true,
    },
  )
}

/** The key is there with other options. What to do about it is the user's word. */
export function restricted(place: string, keyName: string, existing: ExistingLine[]): LatchkeyError {
  const lines = existing.map(
    ({ path, line, options }) =>
      `${shown(path)} line ${line}: ${options === '' ? told`no options` : options}`,
  )
  return refuse(
    'authorized-keys-restricted',
    `${keyName} stands in authorized_keys on ${place} already, with other options.`,
    'Keep the line as it is, or replace it.',
    lines.join('; '),
  )
}

/** Nothing else was seen to open the account. */
export function lastWayIn(place: string, keyName: string, user: string): LatchkeyError {
  return refuse(
    'authorized-keys-last-way-in',
    `${keyName} is the last way in to ${place} as ${user}: no other key pair of the vault was seen to open it.`,
    `Bind another key pair to ${place} first. To lock yourself out all the same, type the name of the instance.`,
  )
}

/** The key is in none of the files any more, and is let in. */
export function stillOpen(place: string, keyName: string, user: string): LatchkeyError {
  return refuse(
    'authorized-keys-still-open',
    `${place} still lets ${keyName} in as ${user}, from another place than the files that were found.`,
    'Look on the server for AuthorizedKeysFile and AuthorizedKeysCommand in sshd_config, also in what it includes.',
  )
}

/** sshd's StrictModes would refuse it. */
export function wrongOwner(place: string, path: string, isFile: boolean): LatchkeyError {
  return refuse(
    'authorized-keys-wrong-owner',
    `${isFile ? path : told`The folder of ${path}`} on ${place} belongs to another user.`,
    told`sshd does not trust it so: give it back to the account (chown), then bind again.`,
  )
}

/** `message` says what is protected; `words` are the system's. */
export function readOnly(place: string, message: string, words = ''): LatchkeyError {
  const advice = `Nothing was changed. If the protection is not meant, take it off on ${place}, then bind again.`
  return refuse('authorized-keys-read-only', message, advice, words)
}

/** The sentence for something in the place of the file that is none. */
export function noPlainFile(place: string, path: string): LatchkeyError {
  return refuse('authorized-keys-unreadable', `${path} on ${place} is no plain file.`, LOOK)
}

const LOOK = 'Nothing was changed. Look at the file on the server.'

function refuse(code: ErrorCode, message: string, advice: string, words = ''): LatchkeyError {
  return new LatchkeyError(code, message, { advice, ...(words === '' ? {} : { detail: words }) })
}
