import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { messageOf, place } from './attempt-facts.js'
import type { SshTarget } from './ssh.js'
import { TimeUp } from './time-limit.js'

/** The sentence for a login that succeeded and brought no shell: which of its steps the server refused. */
export function noShell(target: SshTarget, cause: unknown): LatchkeyError {
  if (cause instanceof LatchkeyError) return cause
  const detail = messageOf(cause)
  const [what, advice] = refusal(cause, detail, target.user)
  return new LatchkeyError('ssh-closed', `${place(target)} accepted the login but ${what}.`, {
    advice,
    ...(detail === '' ? {} : { detail }),
    retryable: true,
    cause,
  })
}

/** ssh2 has a sentence for each step (RFC 4254 §5.1, §6.2, §6.5). */
function refusal(cause: unknown, detail: string, user: string): [string, string] {
  if (cause instanceof TimeUp)
    return [told`gave no shell in time`, 'It may be overloaded, or its disk may be full. Try again.']
  if (/channel open failure/i.test(detail))
    return [
      told`opened no channel`,
      `It may have too many sessions open, or allow none to ${user} (MaxSessions in its sshd_config).`,
    ]
  if (/pseudo-terminal/i.test(detail))
    return [told`gives no terminal`, `It allows none to ${user} or to this key (PermitTTY, no-pty).`]
  if (/unable to (open shell|exec)/i.test(detail))
    return [
      told`started no shell`,
      `Look at the login shell of ${user} there, and at what its sshd_config forces.`,
    ]
  return [
    told`gave no terminal`,
    'The account may not be allowed to have a shell. Try again, and look at its log.',
  ]
}
