import type { Finding, RepairKind } from '../../../contract/repair.js'
import { keyTypeName } from '../../ui/key-type.js'

/** "1 thing in the vault doesn’t fit together." */
export function countText(count: number): string {
  return count === 1
    ? '1 thing in the vault doesn’t fit together.'
    : `${count} things in the vault don’t fit together.`
}

/** What it is, in few words. */
export function titleOf({ kind, name, key, clouds, twin }: Finding): string {
  if (kind === 'key-missing') return `${name}: its private half is missing`
  if (kind === 'key-damaged') return `${name}: its private half can’t be used`
  if (kind === 'account-missing') return `${name}: its credentials are missing`
  if (kind === 'account-damaged') return `${name}: its credentials can’t be used`
  if (kind === 'account-unlisted')
    return `${name ?? cloudsText(clouds)}: credentials without an account in the list`
  if (twin?.whole) return `A second copy of the private half of ${twin.name}`
  if (twin !== null) return `The private half of ${twin.name}, apart from it`
  return `${name ?? (key === null ? 'Unknown' : keyTypeName(key))}: a private key that is not in the list`
}

/** How it may have come about, and what it means. `deleted` is when the user deleted it, as people write it. */
export function whyOf({ kind, twin, problem }: Finding, deleted: string | null): string {
  if (kind.endsWith('missing'))
    return `The list has ${kind === 'key-missing' ? 'this key pair' : 'this account'}, and the vault has nothing for it. Another program may have deleted it there, or the keychain was set back to an older state.`
  if (kind.endsWith('damaged'))
    return `${problem?.message ?? ''} Another program may have written over it.`.trim()
  if (deleted !== null)
    return `It was deleted on ${deleted}, and is there again: an older state of the keychain or the sealed file may have been brought back.`
  if (twin?.whole)
    return `${twin.name} has its own and works. An older state of the profile or the vault may have left this one.`
  if (twin !== null) return `${twin.name} has none that works, and this one is its own.`
  const damaged = problem === null ? '' : ` ${problem.message}`
  return `The vault has it, and the list doesn’t know it: the profile may have been set back to a copy from before it was made.${damaged}`
}

const words: Record<RepairKind, string> = {
  restore: 'Restore from a backup',
  import: 'Import the private key',
  'keep-public': 'Keep the public half only',
  'edit-account': 'Enter its credentials again',
  'remove-account': 'Remove the account',
  'put-back': 'Put it back into the list',
  delete: 'Delete for good',
}

/** The word on the button. */
export function repairWord(repair: RepairKind, { twin }: Finding): string {
  return repair === 'put-back' && twin !== null ? `Give it to ${twin.name}` : words[repair]
}

type Share = { whole: number; of: number }

/** "340 of 340 key pairs and 4 of 4 accounts are whole." */
export function resultText({ keys, accounts }: { keys: Share; accounts: Share }): string {
  const all = keys.whole === keys.of && accounts.whole === accounts.of
  const part = ({ whole, of }: Share, one: string, more: string) =>
    `${whole} of ${of} ${of === 1 ? one : more}`
  const both = `${part(keys, 'key pair', 'key pairs')} and ${part(accounts, 'account', 'accounts')}`
  return `${both} ${keys.of + accounts.of === 1 ? 'is' : 'are'} whole${all ? '.' : ': the rest is below.'}`
}

function cloudsText(clouds: Finding['clouds']): string {
  return clouds.length === 0 ? 'Unknown' : clouds.map(({ label }) => label).join(' or ')
}
