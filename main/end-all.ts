import type { Log } from './core/ports.js'

/** A vault that waits for the system's prompt would keep an ending program from its end for two minutes. */
const PATIENCE_MS = 5_000

/**
 * Ends the parts in the order given, each also where the one before it fails or takes longer than `patienceMs`. Every
 * write is whole by itself, so that what isn't waited for loses nothing. True if all ended well; never throws.
 */
export async function endAll(
  parts: { close(): Promise<unknown> }[],
  log: Log,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  let endedWell = true
  for (const part of parts)
    await inTime(part.close(), patienceMs).catch((error: unknown) => {
      endedWell = false
      log.error('host.not-ended', error)
    })
  return endedWell
}

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Not ended within ${ms} ms`)), ms)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
