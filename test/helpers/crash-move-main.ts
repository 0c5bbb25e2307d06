import { join } from 'node:path'
import type { Backend } from '../../contract/vault.js'
import { installCuts } from './cut-points.js'
import { answerLooks } from './looker.js'

/*
 * Moves a vault that it has just made to the other place, on the real stores, and is cut off at the writes of that, be
 * they in the profile folder or in the keychain. Arguments after those of every such script: where it is at first, and
 * `locked` or `plain` (whether a keychain has a password). Or `look` alone: see looker.ts.
 */
if (process.argv[2] === 'look') {
  const { inspect } = await import('./crash-move.js')
  answerLooks((directory) => inspect(join(directory, 'profile')))
} else {
  const { directory, args, arm, end } = installCuts('both')
  const { moveFrom, openRealVault, prepare } = await import('./crash-move.js')
  const [from, how] = args
  const vault = await openRealVault(join(directory, 'profile'))
  await prepare(vault, from as Backend, how === 'locked')
  arm()
  await moveFrom(vault, from as Backend, how === 'locked')
  end()
}
