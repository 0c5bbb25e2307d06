import { installCuts } from './cut-points.js'

/* Binds or unbinds a key over SSH on several instances at once, and is cut off meanwhile. */
const { directory, arm, end } = installCuts()
const { openBatchIn } = await import('./crash-ssh-batch.js')
const batch = await openBatchIn(directory)
arm()
end((await batch.runAll()).map(({ result }) => result?.outcome))
