import { writeSync } from 'node:fs'
import { installFaultPoints } from './fault-points.js'

/*
 * Runs scenarios of crash-scenarios.ts on a real keychain and dies before its nth write there. Only writes of the last
 * scenario count; of a single one, those of opening the vault too. Does so in one profile directory after the other, and
 * prints for each what is there at the end. Arguments: scenarios with commas, n (0: never), profile directories.
 */
const [list = '', dieAt = '', ...directories] = process.argv.slice(2)
const names = list.split(',')
const arm = installFaultPoints('keychain', directories, Number(dieAt))
const { runScenarios } = await import('./crash-scenarios.js')
if (names.length === 1) arm()
const found: unknown[] = []
for (const directory of directories) found.push(await runScenarios(names, 'keychain', directory, arm))
writeSync(1, JSON.stringify(found))
process.exit(0)
