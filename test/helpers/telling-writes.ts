import { installPoints } from './fault-points.js'
import { digestOf } from './snapshots.js'

/**
 * Counts the writes to a folder and to the keychain from `arm` on, and notes those before which a crash leaves something
 * else than before the one before: not those after a sync or after the opening of a file that was there.
 */
export function noteTellingWrites(directory: string) {
  const telling: number[] = []
  let armed = false
  let writes = 0
  let last = ''
  let keychainChanged = false
  const point = (inKeychain: boolean) => {
    if (!armed) return
    const now = digestOf(directory)
    writes++
    if (now !== last || keychainChanged) telling.push(writes)
    last = now
    keychainChanged = inKeychain
  }
  installPoints('files', [directory], () => point(false))
  installPoints('keychain', [], () => point(true))
  const arm = () => {
    armed = true
  }
  return { arm, end: () => ({ writes, telling }) }
}
