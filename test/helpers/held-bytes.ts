import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How much memory this process still refers to: what is garbage is collected first. In bytes. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  // Twice: what the first takes from buffers is counted as given back by the second.
  for (let times = 0; times < 2; times++) runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
