import { startWorld } from './demo/world.js'

/**
 * The process of a demo's simulated cloud and servers. It tells its account to the process that has started it, is told
 * nothing, and ends with that one: a utility process by itself, one of Node when the channel between them closes.
 */
process.once('disconnect', () => process.exit())

const account = await startWorld()
if (process.parentPort) process.parentPort.postMessage(account)
else process.send?.(account)
