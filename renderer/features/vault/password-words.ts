import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

type Place = Pick<VaultStatus, 'label'>

/** What a first password on a keychain changes. */
export function whatSettingDoes({ label }: Place): string[] {
  return [
    say`What Latchkey keeps in ${hear(label ?? '')} is encrypted once more, with a key that your password opens. ${hear(label ?? '')} alone then opens nothing.`,
    say`Latchkey asks for it at each start and after each lock, and can lock by itself.`,
  ]
}

/** What another password changes, and what it can't. */
export function whatChangingDoes({ backend }: Pick<VaultStatus, 'backend'>): string[] {
  const copies =
    backend === 'sealed-file'
      ? say`Copies of the sealed file, those too in the copies of the profile, which can be deleted in the settings,`
      : say`Copies of the keychain`
  return [
    say`From now on only the new password opens the vault.`,
    say`${copies} that were made before still open with the old one. If somebody may have both, replace the key pairs.`,
  ]
}

/** What gets weaker without a password. */
export function whatRemovingDoes({ label }: Place): string[] {
  return [
    say`Any program that runs under your user while ${hear(label ?? '')} is open can read your private keys from it.`,
    say`Whoever sits at this computer while you are logged in can open Latchkey and use your keys.`,
    say`Latchkey no longer locks by itself: not when idle, not on sleep, not when its windows are closed.`,
  ]
}

/** What takes so long where much is stored. */
export const encryptingAnew = say`Encrypting everything in the vault anew. If Latchkey is cut off meanwhile, nothing is lost.`
