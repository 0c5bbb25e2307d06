import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { type AttemptFacts, messageOf, place, printable, sentence } from './attempt-facts.js'
import { sessionRefused } from './session-refused.js'

/** The sentence for a login that ended without success: refused, or cut off. */
export function loginFailed(error: unknown, facts: AttemptFacts): LatchkeyError {
  const { target, methods, signed } = facts
  const detail = loginDetail(error, facts)
  if (facts.others !== null && facts.attempts.length > 0 && !cutOff(facts, detail))
    return sessionRefused(error, facts, detail)
  if (facts.tried === 'agent' && facts.agentKeys === 0) return emptyAgent(error)
  if (cutOff(facts, detail)) return endedDuringLogin(error, facts, detail)
  if (signed && methods !== null && !methods.includes('publickey'))
    return new LatchkeyError(
      'ssh-auth-refused',
      `The key was accepted, but ${place(target)} also wants ${methods.join(' or ')}.`,
      {
        advice:
          'Latchkey logs in with the key alone: change AuthenticationMethods on the server for this user.',
        detail,
        cause: error,
      },
    )
  if (facts.tried === 'password') return passwordRefused(facts, detail, error)
  if (facts.tried === 'agent') return agentRefused(facts, detail, error)
  return new LatchkeyError(
    'ssh-auth-refused',
    `${place(target)} refused the key for the user ${target.user}.`,
    {
      advice: `The login user may be another than ${target.user}, or the key is not in that user's authorized_keys.`,
      detail,
      cause: error,
    },
  )
}

/** With the server's words, which are of PAM where it took the key and then found the account to be over. */
function endedDuringLogin(cause: unknown, facts: AttemptFacts, detail: string): LatchkeyError {
  const { target, signed, banner } = facts
  const said = printable(Buffer.from(banner))
  const words = said === '' ? '' : `${told`It says: ${sentence(said)}`} `
  const advice = signed
    ? `Its log says why: the account of ${target.user} may have expired, or may not log in from here.`
    : 'Try again. If it stays so, look at the log of its SSH server.'
  return new LatchkeyError(
    'ssh-closed',
    signed
      ? told`${place(target)} took the key, and then ended the connection.`
      : told`${place(target)} ended the connection during login.`,
    { advice: `${words}${advice}`, detail, retryable: true, cause },
  )
}

function passwordRefused(facts: AttemptFacts, detail: string, cause: unknown): LatchkeyError {
  const { target, methods, asked } = facts
  const parts = { detail, cause }
  const takesNone = !(methods ?? []).some((name) => name === 'password' || name === 'keyboard-interactive')
  if (takesNone && !facts.given)
    return new LatchkeyError(
      'ssh-password-refused',
      `${place(target)} takes no passwords for ${target.user}.`,
      {
        advice:
          'Log in with a key that works, or allow passwords in sshd_config on the server for the moment.',
        ...parts,
      },
    )
  if (asked !== '')
    return new LatchkeyError('ssh-password-refused', `${place(target)} asks for more than a password.`, {
      advice: `It asks: ${printable(Buffer.from(asked))} Log in with a key that works instead.`,
      ...parts,
    })
  return new LatchkeyError(
    'ssh-password-refused',
    `${place(target)} refused the password for the user ${target.user}.`,
    { advice: 'Check the user and the password. Servers shut out those who try too often.', ...parts },
  )
}

function agentRefused({ target, agentKeys }: AttemptFacts, detail: string, cause: unknown): LatchkeyError {
  const keys = agentKeys === 1 ? told`the one key` : told`the ${agentKeys} keys`
  const many = /too many authentication failures/i.test(detail)
  return new LatchkeyError(
    'ssh-auth-refused',
    `${place(target)} refused ${keys} of your SSH agent for ${target.user}.`,
    {
      advice: many
        ? 'The server ends the login after a few keys: leave only the right one in the agent (ssh-add -d).'
        : `The login user may be another than ${target.user}, or none of the keys is in that user's authorized_keys.`,
      detail,
      cause,
    },
  )
}

function emptyAgent(cause: unknown): LatchkeyError {
  return new LatchkeyError('ssh-agent-unavailable', 'Your SSH agent holds no keys.', {
    advice: 'Add one with ssh-add, or log in another way.',
    cause,
  })
}

/** It ended without a word on what it takes. */
function cutOff({ methods }: AttemptFacts, detail: string): boolean {
  return methods === null && !/too many authentication failures/i.test(detail)
}

/** The server lets in, but only to change the password first. */
export function passwordExpired({ target }: AttemptFacts): LatchkeyError {
  return new LatchkeyError(
    'ssh-password-refused',
    `${place(target)} wants a new password for ${target.user} first.`,
    {
      advice: 'Log in with ssh once and change the password, then bind.',
    },
  )
}

function loginDetail(error: unknown, { methods, banner }: AttemptFacts): string {
  const parts = [
    methods === null ? '' : `The server takes for this user: ${methods.join(', ') || 'nothing'}.`,
    banner === '' ? '' : told`It says: ${printable(Buffer.from(banner))}`,
    messageOf(error),
  ]
  return parts.filter((part) => part !== '').join(' ')
}
