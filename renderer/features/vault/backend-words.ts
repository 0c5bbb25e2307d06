import type { Backend, VaultStatus } from '../../../contract/vault.js'
import type { Said } from '../../../contract/words/said.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

/** What each place protects from, and what it doesn't. */
export const backendWords: Record<Backend, { protects: string; limits: string }> = {
  keychain: {
    protects: say`The system encrypts the keys and opens them when you log in.`,
    limits: say`Programs that run under your user while you are logged in can ask the keychain too.`,
  },
  'sealed-file': {
    protects: say`One file, encrypted with a password that you choose. A stolen disk or backup is useless without it.`,
    limits: say`While Latchkey is unlocked, programs that run under your user can reach what it holds in memory.`,
  },
}

/** Where a private key is, as users know it: "GNOME keyring", "Sealed file". */
export function backendLabel(backend: Backend, vault: VaultStatus | undefined): string {
  const known = vault?.choices.find((choice) => choice.backend === backend)?.label
  return hear(known) ?? (backend === 'keychain' ? say`System keychain` : say`Sealed file`)
}

/** A place's name inside a sentence: "sealed file", "GNOME keyring". */
export function inSentence(label: Said): string {
  return label === 'Sealed file' ? say`sealed file` : hear(label)
}
