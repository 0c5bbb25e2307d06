import { join } from 'node:path'
import { installCuts } from './cut-points.js'
import { answerLooks } from './looker.js'

/*
 * Carries out a step of repair-scenarios.ts on the real stores and is cut off in it. Arguments after those of every such
 * script: the backend, which is also where writes count, and the step. Or `look` alone (looker.ts): is told folders, each
 * with the steps to carry out there, all with commas.
 */
const [, , first, , , backend] = process.argv
if (first === 'look') {
  const { runRepair } = await import('./repair-scenarios.js')
  answerLooks((order) => {
    const [directory = '', ...steps] = order.split(',')
    return runRepair(join(directory, 'profile'), 'keychain', steps)
  })
} else {
  const inKeychain = backend === 'keychain'
  const { directory, args, arm, end } = installCuts(inKeychain ? 'keychain' : 'files')
  const { runRepair } = await import('./repair-scenarios.js')
  const where = inKeychain ? 'keychain' : 'sealed-file'
  end(await runRepair(join(directory, 'profile'), where, args.slice(1), arm))
}
