import type { RegionLost } from '../cloud.js'
import { askRegions, withoutLost } from '../each-region.js'
import type { Client } from './client.js'

/** What the same work answers in every region of the account; see `askRegions` and `withoutLost`. */
export async function inEachRegion<T>(
  client: Client,
  signal: AbortSignal | undefined,
  work: (region: string) => Promise<T>,
  lost?: RegionLost,
): Promise<T[]> {
  const outcome = await askRegions(await client.regions(signal), work)
  return withoutLost(outcome, lost).map(({ result }) => result)
}
