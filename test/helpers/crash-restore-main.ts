import { installCuts } from './cut-points.js'

/*
 * Restores a backup into a vault that is there, on the real stores, and is cut off from then on.
 * Arguments after those of every such script: backup, its code. The code is a test's own and opens nothing else.
 */
const { directory, args, arm, end } = installCuts()
const [file = '', code = ''] = args
const { openVault, restoreInto } = await import('./crash-restore.js')
const vault = await openVault(directory)
arm()
await restoreInto(vault, { file, code })
await vault.close()
end()
