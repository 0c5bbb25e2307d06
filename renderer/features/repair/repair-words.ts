import type { Finding, RepairKind } from '../../../contract/repair.js'
import { plural, say } from '../../../contract/words/say.js'
import { keyTypeName } from '../../ui/key-type.js'
import { hear } from '../../words/language.js'

/** "1 thing in the vault doesn’t fit together." */
export function countText(count: number): string {
  return say`${plural(count, '# thing in the vault doesn’t fit together.', '# things in the vault don’t fit together.')}`
}

/** What it is, in few words. */
export function titleOf({ kind, name, key, clouds, twin }: Finding): string {
  if (kind === 'key-missing') return say`${name}: its private half is missing`
  if (kind === 'key-damaged') return say`${name}: its private half can’t be used`
  if (kind === 'account-missing') return say`${name}: its credentials are missing`
  if (kind === 'account-damaged') return say`${name}: its credentials can’t be used`
  if (kind === 'account-unlisted')
    return say`${name ?? cloudsText(clouds)}: credentials without an account in the list`
  if (twin?.whole) return say`A second copy of the private half of ${twin.name}`
  if (twin !== null) return say`The private half of ${twin.name}, apart from it`
  const known = name ?? (key === null ? say`Unknown` : keyTypeName(key))
  return say`${known}: a private key that is not in the list`
}

/** How it may have come about, and what it means. `deleted` is when the user deleted it, as people write it. */
export function whyOf({ kind, twin, problem }: Finding, deleted: string | null): string {
  if (kind.endsWith('missing'))
    return kind === 'key-missing'
      ? say`The list has this key pair, and the vault has nothing for it. Another program may have deleted it there, or the keychain was set back to an older state.`
      : say`The list has this account, and the vault has nothing for it. Another program may have deleted it there, or the keychain was set back to an older state.`
  if (kind.endsWith('damaged'))
    return `${hear(problem?.message) ?? ''} ${say`Another program may have written over it.`}`.trim()
  if (deleted !== null)
    return say`It was deleted on ${deleted}, and is there again: an older state of the keychain or the sealed file may have been brought back.`
  if (twin?.whole)
    return say`${twin.name} has its own and works. An older state of the profile or the vault may have left this one.`
  if (twin !== null) return say`${twin.name} has none that works, and this one is its own.`
  const damaged = problem === null ? '' : ` ${hear(problem.message)}`
  return `${say`The vault has it, and the list doesn’t know it: the profile may have been set back to a copy from before it was made.`}${damaged}`
}

const words: Record<RepairKind, string> = {
  restore: say`Restore from a backup`,
  import: say`Import the private key`,
  'keep-public': say`Keep the public half only`,
  'edit-account': say`Enter its credentials again`,
  'remove-account': say`Remove the account`,
  'put-back': say`Put it back into the list`,
  delete: say`Delete for good`,
}

/** The word on the button. */
export function repairWord(repair: RepairKind, { twin }: Finding): string {
  return repair === 'put-back' && twin !== null ? say`Give it to ${twin.name}` : words[repair]
}

type Share = { whole: number; of: number }

/** "340 of 340 key pairs and 4 of 4 accounts are whole." */
export function resultText({ keys, accounts }: { keys: Share; accounts: Share }): string {
  const all = keys.whole === keys.of && accounts.whole === accounts.of
  const ofKeys = say`${keys.whole} of ${plural(keys.of, '# key pair', '# key pairs')}`
  const ofAccounts = say`${accounts.whole} of ${plural(accounts.of, '# account', '# accounts')}`
  if (keys.of + accounts.of === 1)
    return all
      ? say`${ofKeys} and ${ofAccounts} is whole.`
      : say`${ofKeys} and ${ofAccounts} is whole: the rest is below.`
  return all
    ? say`${ofKeys} and ${ofAccounts} are whole.`
    : say`${ofKeys} and ${ofAccounts} are whole: the rest is below.`
}

function cloudsText(clouds: Finding['clouds']): string {
  return clouds.length === 0 ? say`Unknown` : clouds.map(({ label }) => label).join(` ${say`or`} `)
}
