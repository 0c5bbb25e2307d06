import { writeSync } from 'node:fs'
import type { Backend } from '../../contract/vault.js'
import { installFaultPoints } from './fault-points.js'
import { noteTellingWrites } from './telling-writes.js'

/*
 * Moves a vault that it has just made to the other place, on the real stores, and dies before its nth write of that, be
 * it in the profile folder or in the keychain. Arguments: where it is at first, `locked` or `plain` (whether a keychain
 * has a password), n, profile folder. At 0 it lives and prints its writes. Or `inspect` and profile folders: prints what
 * there is in each.
 */
const [from = '', how = '', dieAt = '', directory = ''] = process.argv.slice(2)
const noted = dieAt === '0' ? noteTellingWrites(directory) : null
const arm = noted?.arm ?? (from === 'inspect' ? null : installFaultPoints('both', [directory], Number(dieAt)))
const { inspect, moveFrom, openRealVault, prepare } = await import('./crash-move.js')
if (arm === null) {
  const found: unknown[] = []
  for (const folder of process.argv.slice(3)) found.push(await inspect(folder))
  writeSync(1, JSON.stringify(found))
} else {
  const vault = await openRealVault(directory)
  await prepare(vault, from as Backend, how === 'locked')
  arm()
  await moveFrom(vault, from as Backend, how === 'locked')
  if (noted !== null) writeSync(1, JSON.stringify(noted.end()))
}
process.exit(0)
