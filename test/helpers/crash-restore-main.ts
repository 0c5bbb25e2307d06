import { installFaultPoints } from './fault-points.js'

/*
 * Restores a backup into a vault that is there, on the real stores, and dies before its nth write from then on.
 * Arguments: n, profile directory, backup, its code. The code is a test's own and opens nothing else.
 */
const [dieAt = '', profileDir = '', file = '', code = ''] = process.argv.slice(2)
const arm = installFaultPoints('files', [profileDir], Number(dieAt))
const { openVault, restoreInto } = await import('./crash-restore.js')
const vault = await openVault(profileDir)
arm()
await restoreInto(vault, { file, code })
await vault.close()
process.exit(0)
