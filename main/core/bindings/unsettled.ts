import { LatchkeyError } from '../lib/error.js'
import type { BindingJournal, Profile } from '../profile.js'

/**
 * Throws `binding-running` while a binding that needs `what` is under way, or was cut off and waits for the user: without
 * its account nobody could start the instance that it has stopped, without its key pair nobody could log in to it.
 */
export function requireSettled(
  { bindingJournal }: Profile,
  needs: (entry: BindingJournal) => boolean,
  what: string,
): void {
  const entry = bindingJournal.find(needs)
  if (entry === undefined) return
  throw new LatchkeyError('binding-running', `The binding of ${entry.instanceName} still needs ${what}.`, {
    advice: 'Wait for its end or cancel it. If it was cut off, settle its notice under Instances first.',
    retryable: true,
  })
}
