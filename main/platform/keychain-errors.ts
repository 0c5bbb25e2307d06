import { LatchkeyError } from '../core/lib/error.js'

/**
 * What the native package says, as an error of ours. It has one code for everything, so its words decide:
 * "Platform failure: DBus error" without a bus, a service or an answer; "unlock prompt was dismissed" also where the
 * service could show none; "no result found" on a write where there is no default collection (all tried against
 * gnome-keyring 42 with @napi-rs/keyring 2.1.2); macOS and Windows by their documented status texts.
 */
export function keychainError(cause: unknown): LatchkeyError {
  if (cause instanceof LatchkeyError) return cause
  const words = cause instanceof Error ? cause.message : String(cause)
  const known = kinds.find(({ pattern }) => pattern.test(words))
  if (known === undefined)
    return failure('keychain-unavailable', 'The keychain refused.', howToGoOn, words, cause)
  return failure(known.code, known.message, known.advice, words, cause)
}

const ENDED = /disconnected from message bus/i
const MISSING = /not provided by any \.service|ServiceUnknown|NameHasNoOwner/i

/** Whether the keychain's service went away while it was asked. */
export const serviceEnded = (cause: unknown): boolean => cause instanceof Error && ENDED.test(cause.message)

/** Whether there is no keychain service in this session. */
export const serviceMissing = (cause: unknown): boolean =>
  cause instanceof Error && MISSING.test(cause.message)

/**
 * Whether the message bus takes no more connections: 256 for a user by default. Each native item has one of its own, and
 * keeps it until it is collected.
 */
export const tooManyConnections = (cause: unknown): boolean =>
  cause instanceof Error && /maximum number of active connections/i.test(cause.message)

const howToGoOn = 'Try again. If it stays so, look at the details and at the system keychain itself.'

const kinds = [
  {
    pattern: /dismissed|is locked|IsLocked|user canceled|interaction is not allowed|passphrase you entered/i,
    code: 'keychain-locked',
    message: 'The keychain is locked.',
    advice:
      "Unlock it where the system asks for its password, then try again. Without a desktop there is nobody to ask: unlock it from the session's login first.",
  },
  {
    pattern: /no result found/i,
    code: 'keychain-unavailable',
    message: 'The keychain has no default collection to put secrets into.',
    advice:
      'Make one, for example with "Passwords and Keys" (Seahorse) or by logging in to the desktop once, then try again.',
  },
  {
    pattern: MISSING,
    code: 'keychain-unavailable',
    message: 'No keychain service runs in this session.',
    advice: 'Start GNOME keyring, KWallet or another Secret Service, then try again.',
  },
  {
    pattern: /server address|contain a colon/i,
    code: 'keychain-unavailable',
    message: "DBUS_SESSION_BUS_ADDRESS is no message bus's address, so no keychain can be reached.",
    advice: 'Start Latchkey from a desktop session, or set it to the address of a D-Bus session bus.',
  },
  {
    pattern: /DBUS_SESSION_BUS_ADDRESS|failed to connect to socket|unable to autolaunch/i,
    code: 'keychain-unavailable',
    message: 'This session has no message bus (D-Bus), so no keychain can be reached.',
    advice: 'Start Latchkey from a desktop session, or set DBUS_SESSION_BUS_ADDRESS.',
  },
  {
    pattern: ENDED,
    code: 'keychain-unavailable',
    message: 'The keychain service ended while it was asked.',
    advice: 'Try again: the desktop starts it anew. It may ask for its password then.',
  },
  {
    pattern: /did not receive a reply|timed? ?out/i,
    code: 'keychain-unavailable',
    message: 'The keychain service does not answer.',
    advice: 'Try again. If it stays so, start the service anew.',
  },
  {
    pattern: /logon session|ERROR_NO_SUCH_LOGON_SESSION/i,
    code: 'keychain-unavailable',
    message: 'Windows gives this logon session no Credential Manager.',
    advice: 'Start Latchkey from an interactive logon, not from a service or an SSH login.',
  },
] as const

function failure(
  code: 'keychain-locked' | 'keychain-unavailable',
  message: string,
  advice: string,
  detail: string,
  cause: unknown,
): LatchkeyError {
  return new LatchkeyError(code, message, { advice, detail, retryable: true, cause })
}
