import { LatchkeyError } from '../lib/error.js'

/** For an account id that the profile doesn't have, or not any more. */
export function accountNotFound(): LatchkeyError {
  return new LatchkeyError('account-not-found', 'There is no such account.', {
    advice: 'It may have been removed in another window.',
  })
}

/** For the id of a host that the user has not entered, or has removed. */
export function hostNotFound(): LatchkeyError {
  return new LatchkeyError('host-not-found', 'There is no such host.', {
    advice: 'It may have been removed in another window.',
  })
}

/** For an instance id that no account has, or not any more. */
export function instanceNotFound(): LatchkeyError {
  return new LatchkeyError('instance-not-found', 'The cloud no longer has this instance.', {
    advice: 'Refresh the list of instances.',
  })
}
