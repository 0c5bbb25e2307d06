import type { Backend, VaultMove, VaultStatus } from '../../../contract/vault.js'
import type { Said } from '../../../contract/words/said.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { inSentence } from './backend-words.js'

type Place = { backend: Backend; label: Said }
type Running = Extract<VaultMove, { state: 'running' }>
type Waiting = Extract<VaultMove, { state: 'waiting' }>

/** Inside a sentence: "the sealed file", "GNOME keyring". */
export function placeName(label: Said): string {
  return label === 'Sealed file' ? say`the sealed file` : inSentence(label)
}

/** The button that begins it: "Move to a sealed file…". */
export function moveVerb({ label }: Place): string {
  return say`Move to ${label === 'Sealed file' ? say`a sealed file` : hear(label)}`
}

/** What a move changes and does, before it is begun. `password`: the new place is to have one of the user's own. */
export function whatMovingDoes(vault: VaultStatus, to: Place, password: boolean): string[] {
  const from = placeName(vault.label ?? say`the present place`)
  const there = placeName(to.label)
  return [
    ...whatProtects(vault, to, password),
    say`Every private key and every account's credentials are copied to ${there} and read back one by one. Then ${there} is opened anew and everything is compared once more. Only after that they are deleted in ${from}.`,
    say`Until then the vault stays where it is: if you cancel, the disk is full or the computer stops, everything is in ${from} as before. What is stored meanwhile waits.`,
    ...oldCopies(vault),
  ]
}

function whatProtects({ hasPassword }: VaultStatus, to: Place, password: boolean): string[] {
  if (to.backend === 'sealed-file')
    return [
      say`After the move the password below opens the vault, at each start and after each lock, and nothing else does.`,
    ]
  if (password)
    return [
      say`After the move ${hear(to.label)} and the password below open the vault together; neither does alone.`,
    ]
  const loses = hasPassword ? ` ${say`Latchkey no longer locks by itself.`}` : ''
  return [
    say`After the move no password of yours protects the keys: ${hear(to.label)} opens with your login, and programs that run under your user can ask it too.${loses}`,
  ]
}

function oldCopies({ backend }: VaultStatus): string[] {
  if (backend !== 'sealed-file') return []
  return [
    say`Copies of the sealed file that Latchkey has kept, in the folder backups of the profile folder, stay there, and the password of today opens them. Delete them if nobody is to be able to.`,
  ]
}

/** "12 of 340 key pairs and accounts copied and compared." */
export function progressText({ step, label, done, total }: Running): string {
  const there = placeName(label)
  if (step === 'copying' && total === 0) return say`Looking whether ${there} can be had.`
  const count = say`${done} of ${total} key pairs and accounts`
  return {
    copying: say`${count} copied and compared.`,
    comparing: say`${`${there[0]?.toUpperCase()}${there.slice(1)}`} was opened anew: ${count} compared once more.`,
    deleting: say`Everything is in its new place. Deleting the old copy in ${there}.`,
    undoing: say`Deleting the unfinished copy in ${there}.`,
  }[step]
}

/** Of the whole way, in percent. */
export function progressPercent({ step, done, total }: Running): number {
  const part = total === 0 ? 0 : done / total
  const begins = { copying: 0, comparing: 60, deleting: 90, undoing: 0 }[step]
  const length = { copying: 60, comparing: 30, deleting: 10, undoing: 100 }[step]
  return Math.round(begins + part * length)
}

/** Once the vault has moved. */
export function movedText(from: Said, { label, move }: Pick<VaultStatus, 'label' | 'move'>): string {
  const left =
    move === undefined
      ? say`Nothing is left in ${placeName(from)}.`
      : say`The old copy in ${placeName(from)} is still there.`
  return say`The vault is in ${placeName(label ?? '')} now, and everything was compared. ${left}`
}

/** What a move has left behind, and what comes of it. */
export function leftText({ left, label }: Waiting): string {
  const there = placeName(label)
  return left === 'old copy'
    ? say`The vault has moved, but its old copy in ${there} could not be deleted.`
    : say`A move to ${there} was not finished, and what it had copied could not be deleted there.`
}

/** What leaving it means. */
export function whatLeavingDoes({ left, label }: Waiting): string[] {
  return [
    left === 'old copy'
      ? say`The private keys of the old copy stay in ${placeName(label)}, protected as they were there, and Latchkey says no more of it.`
      : say`The private keys of the unfinished copy stay in ${placeName(label)}, protected as they were there, and Latchkey says no more of it.`,
    say`Should you move the vault back to that place, it is deleted then.`,
  ]
}
