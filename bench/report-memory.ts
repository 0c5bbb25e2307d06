import { renameSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/*
 * Loaded into a process before its program (`--import`): at SIGUSR2 it sweeps and writes what is left into the file that
 * MEMORY_REPORT names. Costs the program nothing otherwise.
 */

const file = process.env.MEMORY_REPORT
if (isMainThread && file !== undefined) {
  setFlagsFromString('--expose-gc')
  const sweep = runInNewContext('gc') as () => void
  process.on('SIGUSR2', () => {
    sweep()
    sweep()
    writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()))
    renameSync(`${file}.part`, file)
  })
}
