import { join } from 'node:path'
import { installCuts } from './cut-points.js'
import { answerLooks } from './looker.js'

/*
 * Carries out scenarios of crash-scenarios.ts on a real keychain and is cut off at its writes there, in the last of them.
 * Argument after those of every such script: scenarios with commas. Or `look` alone: see looker.ts.
 */
if (process.argv[2] === 'look') {
  const { runScenarios } = await import('./crash-scenarios.js')
  answerLooks((directory) => runScenarios(['inspect'], 'keychain', join(directory, 'profile')))
} else {
  const { directory, args, arm, end } = installCuts('keychain')
  const { runScenarios } = await import('./crash-scenarios.js')
  end(await runScenarios((args[0] ?? '').split(','), 'keychain', join(directory, 'profile'), arm))
}
