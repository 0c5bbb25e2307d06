import { readFileSync } from 'node:fs'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'

/** What the process answers for the file that it is sent. */
export interface Reading {
  /** The state of each key; of what is refused, and where nothing is read, the error's code. */
  outcome: string[]
  milliseconds: number
  /** The most memory that the process ever had, in bytes. */
  peak: number
}

/* Reads the keys of the one file that it is sent, with a passphrase, so that its memory can be looked at. */
process.on('message', async (file: Uint8Array) => {
  const start = performance.now()
  const outcome = await read(file)
  process.send?.({ outcome, milliseconds: performance.now() - start, peak: peakMemory() } satisfies Reading)
  process.disconnect()
})

async function read(file: Uint8Array): Promise<string[]> {
  try {
    const found = await readKeys(file, { part: 0, passphrase: Buffer.from('pass phrase') })
    return found.map((one) => (one.state === 'refused' ? one.problem.code : one.state))
  } catch (error) {
    if (isLatchkeyError(error)) return [error.code]
    throw error
  }
}

/** Not `resourceUsage().maxRSS`: Linux counts in it what the process that started this one had. */
function peakMemory(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
