import { mkdirSync, writeSync } from 'node:fs'
import { installPoints } from './fault-points.js'
import { createSnapshots } from './snapshots.js'

/*
 * Does with the whole core, on a sealed file, what a user does to key pairs and accounts, and takes a copy of the profile
 * folder before each of its writes. Or, with a number, dies before that write instead.
 * Arguments: profile directory, folder of the copies, number of the write to die at (0: none). Prints the steps.
 */
const [profileDir = '', copies = '', dieAt = '0'] = process.argv.slice(2)
mkdirSync(profileDir, { recursive: true, mode: 0o700 })
mkdirSync(copies, { recursive: true })
const snapshots = createSnapshots(profileDir, copies)
let writes = 0
installPoints('files', [profileDir], () => {
  if (snapshots.atWork()) return
  if (++writes === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
  if (dieAt === '0') snapshots.take()
})
const { runSteps } = await import('./crash-services.js')
const steps = await runSteps(profileDir, () => ({ copies: snapshots.count(), writes }))
writeSync(1, JSON.stringify(steps))
process.exit(0)
