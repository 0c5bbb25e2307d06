import { z } from 'zod'
import { Remedy } from './remedies.js'
import { Said } from './words/said.js'

/**
 * The closed list of foreseen failures. A code is for programs; the sentence beside it is for people.
 * Anything that is not foreseen is `internal` and carries an incident id that stands in the log too.
 */
export const errorCodes = [
  // input and program
  'input-invalid',
  'internal',
  'cancelled',
  'demo-not-started',
  // profile (metadata) and vault
  'profile-damaged',
  'profile-newer',
  'profile-in-use',
  'vault-missing',
  'vault-exists',
  'vault-locked',
  'vault-damaged',
  'password-wrong',
  'password-weak',
  'keychain-locked',
  'keychain-unavailable',
  'secret-missing',
  'finding-gone',
  // keys
  'key-not-found',
  'key-name-taken',
  'key-already-known',
  'key-unreadable',
  'key-damaged',
  'key-public-only',
  'key-in-bin',
  'key-last-way-in',
  'key-type-unsupported',
  'key-too-costly',
  'passphrase-needed',
  'passphrase-wrong',
  'passphrase-weak',
  'file-exists',
  'file-unwritable',
  'file-unreadable',
  'disk-full',
  // recovery kit and backup
  'backup-unreadable',
  'backup-damaged',
  'backup-newer',
  'backup-too-costly',
  'backup-expired',
  'recovery-code-wrong',
  // accounts and clouds
  'account-not-found',
  'account-name-taken',
  'account-already-known',
  'account-disabled',
  'cloud-unreachable',
  'cloud-tls',
  'cloud-not-an-api',
  'cloud-unexpected-answer',
  'cloud-credentials',
  'cloud-clock',
  'cloud-forbidden',
  'cloud-not-found',
  'cloud-duplicate-name',
  'cloud-duplicate-key',
  'cloud-bad-key',
  'cloud-key-in-use',
  'cloud-quota',
  'cloud-instance-not-stopped',
  'cloud-busy',
  'cloud-throttled',
  'cloud-failed',
  // instances and binding
  'instance-not-found',
  'instance-no-address',
  'instance-not-bound',
  'host-not-found',
  'host-name-taken',
  'host-already-known',
  'ssh-config-changed',
  'binding-not-found',
  'binding-plan-stale',
  'binding-running',
  // sync
  'sync-plan-stale',
  'sync-running',
  'sync-none',
  // sessions
  'session-not-found',
  'question-not-found',
  'ssh-unreachable',
  'ssh-timeout',
  'ssh-not-ssh',
  'ssh-no-common-algorithm',
  'ssh-host-key-changed',
  'ssh-host-key-refused',
  'ssh-auth-refused',
  'ssh-password-refused',
  'ssh-agent-unavailable',
  'ssh-no-shell',
  'ssh-proxy-failed',
  'ssh-route-unusable',
  'ssh-closed',
  'sudo-refused',
  // files on a server
  'files-unavailable',
  'remote-not-found',
  'remote-not-folder',
  'remote-denied',
  'remote-exists',
  'remote-full',
  'remote-read-only',
  'remote-failed',
  'remote-changed',
  'file-not-text',
  'transfer-not-found',
  'transfer-damaged',
  'transfer-interrupted',
  'source-changed',
  'source-gone',
  // forwards
  'forward-not-found',
  'forward-port-taken',
  'forward-port-refused',
  'forward-refused',
  // authorized_keys on a server
  'authorized-keys-unreadable',
  'authorized-keys-elsewhere',
  'authorized-keys-wrong-owner',
  'authorized-keys-read-only',
  'authorized-keys-disk-full',
  'authorized-keys-restricted',
  'authorized-keys-busy',
  'authorized-keys-changed',
  'authorized-keys-last-way-in',
  'authorized-keys-still-open',
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** What crosses to the window when something fails. Holds no secret and no stack. */
export const ErrorInfo = z.object({
  code: ErrorCode,
  /** What happened, one sentence. */
  message: Said,
  /** What to do next, one sentence. */
  advice: Said.optional(),
  /** True where trying the same again may succeed. */
  retryable: z.boolean(),
  /** For "Copy details": the vendor's or server's own words, redacted. */
  detail: z.string().optional(),
  /** Only with `internal`: the id under which the log has the whole error. */
  incident: z.string().optional(),
  /** Of a cloud's failure: the account, whose requests say more. */
  accountId: z.string().optional(),
  /** Of a connection that failed on its way: the host that it did not get through, which the remedies are about. */
  hop: z.object({ instanceId: z.string(), name: z.string() }).optional(),
  /** Of a connection that failed: what the user can change about it, the likeliest first. */
  remedies: z.array(Remedy).optional(),
})
export type ErrorInfo = z.infer<typeof ErrorInfo>
