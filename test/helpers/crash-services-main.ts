import { installCuts } from './cut-points.js'

/* Does with the whole core, on a sealed file, what a user does to key pairs and accounts, and is cut off meanwhile. */
const { directory, arm, progress, end } = installCuts()
const { runSteps } = await import('./crash-services.js')
arm()
end(await runSteps(directory, progress))
