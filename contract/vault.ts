import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.js'
import { ErrorInfo } from './errors.js'

/** Where private keys and credentials are kept. Chosen once per profile, never changed in silence. */
export const Backend = z.enum(['keychain', 'sealed-file'])
export type Backend = z.infer<typeof Backend>

export const BackendChoice = z.object({
  backend: Backend,
  /** As users know it: "GNOME keyring", "macOS keychain", "Windows Credential Manager", "Sealed file". */
  label: z.string(),
  available: z.boolean(),
  /** Why it isn't available, and what would change that. */
  reason: z.string().optional(),
  /** The one Latchkey proposes on first run. */
  recommended: z.boolean(),
  needsPassword: z.boolean(),
})

export const VaultStatus = z.object({
  /** `none`: first run. `unavailable`: made before, but its keychain doesn't answer (see `problem`). */
  state: z.enum(['none', 'locked', 'open', 'unavailable']),
  backend: Backend.nullable(),
  label: z.string().nullable(),
  choices: z.array(BackendChoice),
  problem: ErrorInfo.optional(),
})
export type VaultStatus = z.infer<typeof VaultStatus>

/** Bytes of UTF-8; spaces count. */
export const Password = z.string().max(1024)

export const vault = {
  status: procedure.output(VaultStatus),
  /** First run: makes the vault. `password` is needed for a sealed file and refused for a keychain. */
  create: procedure.input(z.object({ backend: Backend, password: Password.optional() })).output(VaultStatus),
  /** Opens it. For a keychain without a password: asks the system again. */
  unlock: procedure.input(z.object({ password: Password.optional() })).output(VaultStatus),
  /** Forgets what was read. A keychain is locked by the system, not by us: only our own copies go. */
  lock: procedure.output(VaultStatus),
  /** The current status, then each change. */
  watch: procedure.output(eventIterator(VaultStatus)),
}
