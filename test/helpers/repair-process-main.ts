import { writeSync } from 'node:fs'
import { installFaultPoints } from './fault-points.js'

/*
 * Carries out steps of repair-scenarios.ts on the real stores and dies before the nth write of the last one, in the
 * keychain or in the profile's directory. Prints what is there at the end.
 * Arguments: profile directory, backend, where writes count, n (0: never), steps.
 */
const [directory = '', backend = '', where = '', dieAt = '', ...steps] = process.argv.slice(2)
const arm = installFaultPoints(where === 'keychain' ? 'keychain' : 'files', [directory], Number(dieAt))
const { runRepair } = await import('./repair-scenarios.js')
const end = await runRepair(directory, backend === 'keychain' ? 'keychain' : 'sealed-file', steps, arm)
writeSync(1, JSON.stringify(end))
process.exit(0)
