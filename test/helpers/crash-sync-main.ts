import { installCuts } from './cut-points.js'

/* Brings two accounts to hold what the rules want, and is cut off meanwhile. */
const { directory, arm, end } = installCuts()
const { openSyncIn } = await import('./crash-sync.js')
arm()
end(await openSyncIn(directory).syncAll())
