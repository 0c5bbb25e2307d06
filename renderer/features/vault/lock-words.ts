import type { LockCause, VaultStatus } from '../../../contract/vault.js'
import { inSentence } from './backend-words.js'

/** Why the vault is locked, as one sentence. `idleMinutes`: after how many it locks by itself, where that is known. */
export function whyLocked(cause: LockCause, idleMinutes: number | null | undefined): string {
  if (cause === 'idle') return `Locked after ${minutesText(idleMinutes)} without use.`
  return {
    user: 'You locked it.',
    sleep: 'Locked because the computer slept.',
    'screen-lock': 'Locked because the screen was locked.',
    'window-closed': 'Locked because the last window was closed.',
  }[cause]
}

function minutesText(minutes: number | null | undefined): string {
  if (minutes == null) return 'some time'
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}

/** Where the keys are and what opens them. */
export function howToOpen({ backend, label, hasPassword }: VaultStatus): string {
  const place = backend === 'sealed-file' ? 'the sealed file' : (label ?? 'the system keychain')
  const keys = `Your private keys are in ${place}`
  if (backend === 'sealed-file') return `${keys}. Its password opens it.`
  return hasPassword
    ? `${keys}, encrypted with your password.`
    : `${keys}. The system may ask for your login password.`
}

/** What takes so long, once a password is not looked at right away. */
export const slowedDown =
  'After several wrong passwords each try waits before it is looked at, at most half a minute.'

/** What takes so long with a keychain of that name. */
export function systemIsAsking(label: string): string {
  return `${label} has not answered yet. The system may be asking for its password in another window.`
}

/** The status bar's words: "Keys in GNOME keyring, no password: open". */
export function vaultStateText({ backend, label, state, hasPassword }: VaultStatus): string {
  const place = inSentence(label ?? 'no vault')
  const password = backend === 'keychain' && hasPassword ? ' and a password' : ''
  return `Keys in ${place}${password}: ${state === 'open' ? 'open' : 'locked'}`
}
