import { installCuts } from './cut-points.js'

/*
 * Carries out scenarios of crash-scenarios.ts on a real sealed file and is cut off in the last of them; in a single one,
 * from the start on, and with `upgrade` from the opening on. Argument after those of every such script: scenarios with
 * commas.
 */
const { directory, args, arm, end } = installCuts()
const [list = ''] = args
const names = list.split(',')
const { runScenarios } = await import('./crash-scenarios.js')
if (names.length === 1 && list !== 'upgrade') arm()
end(await runScenarios(names, 'sealed-file', directory, arm))
