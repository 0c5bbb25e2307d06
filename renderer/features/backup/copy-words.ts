import type { CopyReason, ProfileCopy } from '../../../contract/backup.js'
import { plural, say } from '../../../contract/words/say.js'

const reasons: Record<CopyReason, string> = {
  password: say`Before the password was changed`,
  restore: say`Before a backup was restored`,
  kit: say`Before a recovery kit was made`,
  move: say`Before the keys were moved to another place`,
  repair: say`Before a repair`,
  upgrade: say`Before an upgrade of Latchkey`,
}

/** Why a copy was kept. */
export function reasonWords({ setAside, reason }: Pick<ProfileCopy, 'setAside' | 'reason'>): string {
  if (setAside) return say`A vault that was set aside`
  return reason === null ? say`Kept by an earlier Latchkey` : reasons[reason]
}

/** "6 key pairs". */
export function keysWords({ keys }: Pick<ProfileCopy, 'keys'>): string {
  if (keys === null) return say`can’t be read`
  return say`${plural(keys, '# key pair', '# key pairs')}`
}

/** The copies that go when the user wants them gone. */
export const deletable = (copies: ProfileCopy[]) => copies.filter(({ setAside }) => !setAside)

/** "the copy" or "the 4 copies". */
export const theCopies = (count: number) => say`${plural(count, 'the copy', 'the # copies')}`
