import { writeSync } from 'node:fs'
import { installFaultPoints } from './fault-points.js'

/*
 * Runs scenarios of crash-scenarios.ts on the real stores and dies before its nth write, in the backend where that is
 * the keychain, else in the profile's directory. Only writes of the last scenario count; of a single one, those of
 * starting and of opening the vault too, and with `upgrade` those of opening it. Does so in one profile directory after
 * the other, and prints for each what is there at the end.
 * Arguments: scenarios with commas, backend, n (0: never), profile directories.
 */
const [list = '', backend = '', dieAt = '', ...directories] = process.argv.slice(2)
const names = list.split(',')
const arm = installFaultPoints(backend === 'keychain' ? 'keychain' : 'files', directories, Number(dieAt))
const { runScenarios } = await import('./crash-scenarios.js')
if (names.length === 1 && list !== 'upgrade') arm()
const found: unknown[] = []
for (const directory of directories) found.push(await runScenarios(names, backend, directory, arm))
writeSync(1, JSON.stringify(found))
process.exit(0)
