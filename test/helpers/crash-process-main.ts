import { installFaultPoints } from './fault-points.js'

/*
 * Runs one scenario of crash-scenarios.ts on the real stores and dies before its nth write, in the backend where
 * that is the keychain, else in the profile's directory.
 * Arguments: scenario, backend, profile directory, n (0: never).
 */
const [scenario = '', backend = '', directory = '', dieAt = ''] = process.argv.slice(2)
installFaultPoints(backend === 'keychain' ? 'keychain' : 'files', directory, Number(dieAt))
const { runScenario } = await import('./crash-scenarios.js')
await runScenario(scenario, backend, directory)
process.exit(0)
