import type { LockCause, VaultStatus } from '../../../contract/vault.js'
import { plural, say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { inSentence } from './backend-words.js'

/** Why the vault is locked, as one sentence. `idleMinutes`: after how many it locks by itself, where that is known. */
export function whyLocked(cause: LockCause, idleMinutes: number | null | undefined): string {
  if (cause === 'idle') return say`Locked after ${minutesText(idleMinutes)} without use.`
  return {
    user: say`You locked it.`,
    sleep: say`Locked because the computer slept.`,
    'screen-lock': say`Locked because the screen was locked.`,
    'window-closed': say`Locked because the last window was closed.`,
  }[cause]
}

function minutesText(minutes: number | null | undefined): string {
  if (minutes == null) return say`some time`
  return say`${plural(minutes, 'a minute', '# minutes')}`
}

/** Where the keys are and what opens them. */
export function howToOpen({ backend, label, hasPassword }: VaultStatus): string {
  const place =
    backend === 'sealed-file' ? say`the sealed file` : (hear(label ?? undefined) ?? say`the system keychain`)
  if (backend === 'sealed-file') return say`Your private keys are in ${place}. Its password opens it.`
  return hasPassword
    ? say`Your private keys are in ${place}, encrypted with your password.`
    : say`Your private keys are in ${place}. The system may ask for your login password.`
}

/** What takes so long, once a password is not looked at right away. */
export const slowedDown = say`After several wrong passwords each try waits before it is looked at, at most half a minute.`

/** What takes so long with a keychain of that name. */
export function systemIsAsking(label: string): string {
  return say`${label} has not answered yet. The system may be asking for its password in another window.`
}

/** The status bar's words: "Keys in GNOME keyring, no password: open". */
export function vaultStateText({ backend, label, state, hasPassword }: VaultStatus): string {
  const place = inSentence(label ?? say`no vault`)
  if (backend === 'keychain' && hasPassword)
    return state === 'open'
      ? say`Keys in ${place} and a password: open`
      : say`Keys in ${place} and a password: locked`
  return state === 'open' ? say`Keys in ${place}: open` : say`Keys in ${place}: locked`
}
