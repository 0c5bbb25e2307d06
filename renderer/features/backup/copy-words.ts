import type { CopyReason, ProfileCopy } from '../../../contract/backup.js'

const reasons: Record<CopyReason, string> = {
  password: 'Before the password was changed',
  restore: 'Before a backup was restored',
  kit: 'Before a recovery kit was made',
  move: 'Before the keys were moved to another place',
  repair: 'Before a repair',
  upgrade: 'Before an upgrade of Latchkey',
}

/** Why a copy was kept. */
export function reasonWords({ setAside, reason }: Pick<ProfileCopy, 'setAside' | 'reason'>): string {
  if (setAside) return 'A vault that was set aside'
  return reason === null ? 'Kept by an earlier Latchkey' : reasons[reason]
}

/** "6 key pairs". */
export function keysWords({ keys }: Pick<ProfileCopy, 'keys'>): string {
  if (keys === null) return 'can’t be read'
  return keys === 1 ? '1 key pair' : `${keys} key pairs`
}

/** "48 kB": thousands of bytes, as file managers count. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** The copies that go when the user wants them gone. */
export const deletable = (copies: ProfileCopy[]) => copies.filter(({ setAside }) => !setAside)

/** "the copy" or "the 4 copies". */
export const theCopies = (count: number) => (count === 1 ? 'the copy' : `the ${count} copies`)
