import { checkNewPassword } from './password-rules.js'
import type { VaultBackend } from './vault-backend.js'
import { passwordCannotGo, passwordNeeded, passwordNotTaken, samePassword } from './vault-errors.js'

/** Whether the vault's present password is given where there is one, and only there. Throws `input-invalid`. */
export function checkCurrent(label: string, hasPassword: boolean, current: string | undefined): void {
  if (hasPassword && current === undefined) throw passwordNeeded(label)
  if (!hasPassword && current !== undefined) throw passwordNotTaken(label)
}

/** Of a place whose password is to be `next` (null for none), or is not known yet. Throws `input-invalid`, `password-weak`. */
export function checkNext({ label, needsPassword }: VaultBackend, next: string | null): void {
  if (next === null && needsPassword) throw passwordNeeded(label)
  if (next !== null) checkNewPassword(next)
}

/** Whether the vault's password can be changed so. Throws `input-invalid`, `password-weak`. */
export function checkChange(
  { label, needsPassword }: VaultBackend,
  hasPassword: boolean,
  { current, next }: { current?: string | undefined; next: string | null },
): void {
  if (next === null && needsPassword) throw passwordCannotGo(label)
  checkCurrent(label, hasPassword, current)
  if (!hasPassword && next === null) throw passwordNotTaken(label)
  if (next === current) throw samePassword()
  if (next !== null) checkNewPassword(next)
}
