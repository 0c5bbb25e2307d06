import { writeSync } from 'node:fs'
import { installFaultPoints } from './fault-points.js'

/*
 * Runs scenarios of crash-scenarios.ts on the real stores and dies before its nth write, in the backend where that is
 * the keychain, else in the profile's directory. Only writes of the last scenario count; of a single one, those of
 * starting and of opening the vault too, and with `upgrade` those of opening it. Prints what is there at the end.
 * Arguments: scenarios with commas, backend, profile directory, n (0: never).
 */
const [list = '', backend = '', directory = '', dieAt = ''] = process.argv.slice(2)
const names = list.split(',')
const arm = installFaultPoints(backend === 'keychain' ? 'keychain' : 'files', directory, Number(dieAt))
const { runScenarios } = await import('./crash-scenarios.js')
if (names.length === 1 && list !== 'upgrade') arm()
writeSync(1, JSON.stringify(await runScenarios(names, backend, directory, arm)))
process.exit(0)
