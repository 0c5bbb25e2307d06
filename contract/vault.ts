import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Nothing, procedure } from './base.js'
import { ErrorInfo } from './errors.js'
import { Said } from './words/said.js'

/** Where private keys and credentials are kept. Chosen once per profile, never changed in silence. */
export const Backend = z.enum(['keychain', 'sealed-file'])
export type Backend = z.infer<typeof Backend>

export const BackendChoice = z.object({
  backend: Backend,
  /** As users know it: "GNOME keyring", "macOS keychain", "Windows Credential Manager", "Sealed file". */
  label: Said,
  available: z.boolean(),
  /** Why it isn't available, and what would change that. */
  reason: Said.optional(),
  /** The one Latchkey proposes on first run. */
  recommended: z.boolean(),
  needsPassword: z.boolean(),
})
export type BackendChoice = z.infer<typeof BackendChoice>

/** Who locked it, so that the window can say so. */
export const LockCause = z.enum(['user', 'idle', 'sleep', 'screen-lock', 'window-closed'])
export type LockCause = z.infer<typeof LockCause>

/** A move of the vault to another place that is under way, or that could not be brought to its end. */
export const VaultMove = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('running'),
    /**
     * `copying`: each secret is read, written and read back. `comparing`: the new place was opened anew, and everything
     * is compared once more. `deleting`: the vault has moved, and the old copy goes. `undoing`: the vault has not moved,
     * and the unfinished copy goes.
     */
    step: z.enum(['copying', 'comparing', 'deleting', 'undoing']),
    /** The place that it moves to, or that is being cleared. */
    label: Said,
    /** Of how many secrets that is done. */
    done: z.int(),
    total: z.int(),
  }),
  z.object({
    state: z.literal('waiting'),
    /** What is still in that place and could not be deleted: tried again at each opening of the vault. */
    left: z.enum(['old copy', 'unfinished copy']),
    label: Said,
    problem: ErrorInfo,
  }),
])
export type VaultMove = z.infer<typeof VaultMove>

export const VaultStatus = z.object({
  /** `none`: first run. `unavailable`: made before, but its keychain doesn't answer (see `problem`). */
  state: z.enum(['none', 'locked', 'open', 'unavailable']),
  backend: Backend.nullable(),
  label: Said.nullable(),
  choices: z.array(BackendChoice),
  /** True where a password of the user's protects it: always for a sealed file, if one was set for a keychain. */
  hasPassword: z.boolean(),
  /** What turns the password into the key, e.g. "Argon2id, 256 MiB, 4 passes"; null without one and while locked. */
  passwordCost: Said.nullable(),
  /** Only while locked by this run. */
  lockedBy: LockCause.optional(),
  problem: ErrorInfo.optional(),
  move: VaultMove.optional(),
  /** True while work waits for a keychain that has not answered yet: the system may be asking for its password. */
  waiting: z.boolean().optional(),
})
export type VaultStatus = z.infer<typeof VaultStatus>

/** Bytes of UTF-8; spaces count. */
export const Password = z.string().max(1024)

export const vault = {
  status: procedure.output(VaultStatus),
  /** First run: makes the vault. `password` is needed for a sealed file; for a keychain it adds one of the user's own. */
  create: procedure.input(z.object({ backend: Backend, password: Password.optional() })).output(VaultStatus),
  /** Opens it. Needs the password where `hasPassword`. For a keychain without one: asks the system again. */
  unlock: procedure.input(z.object({ password: Password.optional() })).output(VaultStatus),
  /** Forgets every key. A keychain is locked by the system, not by us: only what we hold goes. */
  lock: procedure.output(VaultStatus),
  /**
   * Sets, changes or (`next: null`, keychain only) removes the password. `current` is needed where there is one. Cut
   * off at any point, either the old or the new password opens the vault, and nothing is lost.
   */
  setPassword: procedure
    .input(z.object({ current: Password.optional(), next: Password.nullable() }))
    .output(VaultStatus),
  /** Every place that keys can be kept in, and whether it can be had here and now. */
  places: procedure.output(z.array(BackendChoice)),
  /**
   * Moves everything to another place: copied and compared secret by secret, then compared once more as a whole, then
   * the vault is there, then the old copy is deleted. Answers when that is done, or could not be (`move` of the status).
   * `current` is needed where the vault has a password, `password` is the new one: needed for a sealed file. Goes on
   * where the caller is gone; a lock ends it, and the vault is then where it was. Cut off anywhere, nothing is lost.
   */
  move: procedure
    .input(z.object({ to: Backend, current: Password.optional(), password: Password.optional() }))
    .output(VaultStatus),
  /** Ends a move before the vault has moved; `move` fails with `cancelled`. Nothing happens after that, or without one. */
  cancelMove: procedure.output(Nothing),
  /** What a move has left behind and could not delete: tries once more, or leaves it where it is and says no more of it. */
  settleMove: procedure.input(z.object({ action: z.enum(['try-again', 'leave']) })).output(VaultStatus),
  /**
   * Nobody waits any longer for a keychain that does not answer: what was asked of it fails with `cancelled` and changes
   * nothing. Opening it can be tried again.
   */
  stopWaiting: procedure.output(VaultStatus),
  /** The user is at work: idle time begins anew. */
  touch: procedure.output(Nothing),
  /** The current status, then each change. */
  watch: procedure.output(eventIterator(VaultStatus)),
}
