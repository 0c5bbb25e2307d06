import { LatchkeyError } from '../../lib/error.js'
import type { Client } from './client.js'

/**
 * Does the same in every region of the account at once and waits for all. Throws the first region's failure, which names the
 * region where there are several.
 */
export async function inEachRegion<T>(
  client: Client,
  signal: AbortSignal | undefined,
  run: (region: string) => Promise<T>,
): Promise<T[]> {
  const regions = await client.regions(signal)
  const outcomes = await Promise.allSettled(regions.map(run))
  return outcomes.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value
    throw regions.length === 1 ? outcome.reason : inRegion(regions[index] ?? '', outcome.reason)
  })
}

function inRegion(region: string, error: unknown): unknown {
  if (!(error instanceof LatchkeyError) || error.code === 'cancelled') return error
  const { advice, detail, retryable } = error.info
  return new LatchkeyError(error.code, `${region}: ${error.message}`, {
    retryable,
    ...(advice !== undefined && { advice }),
    ...(detail !== undefined && { detail }),
    cause: error,
  })
}
