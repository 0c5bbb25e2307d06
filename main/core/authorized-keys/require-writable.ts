import { told } from '../../../contract/words/say.js'
import { elsewhere, noPlainFile, notReadable, readOnly, shown, wrongOwner } from './file-errors.js'
import type { FoundFile, FoundFiles } from './read-file.js'

/**
 * Throws unless the file may be written by the one who looked, whole and without anybody else's doing: in the account's
 * home (a file named outside of it, by root alone), owned by the account, and not protected from writing.
 */
export function requireWritable(file: FoundFile, { uid, home }: FoundFiles, place: string): void {
  const path = shown(file.path)
  const { state, real, rights, folder } = file
  if (state === 'unresolved') throw elsewhere(place, path, told`is a symlink that leads nowhere`)
  if (state === 'odd') throw noPlainFile(place, path)
  if (state === 'unreadable') throw notReadable(place, told`${path}: permission denied`)
  const isInside = (name: string) => name.startsWith(`${home}/`)
  if (real !== null && isInside(file.path) && !isInside(real))
    throw elsewhere(place, path, told`is a symlink out of the account's home, to ${shown(real)}`)
  if (real !== null && !isInside(real) && uid !== '0')
    throw elsewhere(place, path, told`is not in the account's home, and only root may write it`)
  const stranger = [rights, folder].find((item) => item !== null && item.uid !== uid)
  if (stranger) throw wrongOwner(place, path, stranger === rights)
  requireNotProtected(file, place)
}

function requireNotProtected({ path, rights, folder }: FoundFile, place: string): void {
  const name = shown(path)
  if (rights?.immutable)
    throw readOnly(place, `${name} on ${place} is protected from changes (chattr +i or +a).`)
  if (folder?.immutable)
    throw readOnly(place, `The folder of ${name} on ${place} is protected from changes (chattr +i or +a).`)
  if (rights !== null && rights.mode[2] !== 'w')
    throw readOnly(place, `${name} on ${place} is read-only for its own account.`)
  if (folder !== null && (!folder.writable || folder.mode[2] !== 'w'))
    throw readOnly(place, `The folder of ${name} on ${place} can't be written to.`)
}
