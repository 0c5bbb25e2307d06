import { told } from '../../../contract/words/say.js'
import type { LatchkeyError } from '../lib/error.js'
import type { RegionLost } from './cloud.js'
import { ofRegionsTogether } from './each-region.js'

/** The regions that fail while others do what is asked, for the user. */
export interface DeadRegions {
  lost: RegionLost
  /** Undefined for one that does not fail. */
  of(region: string): LatchkeyError | undefined
  /** That it can't be listed, one for each, with its own reason. */
  sentences(): string[]
  /** All of them in one; null where there are none. */
  problem(): LatchkeyError | null
}

/** None at first. */
export function deadRegions(): DeadRegions {
  const reasons = new Map<string, LatchkeyError>()
  return {
    lost: (region, error) => void reasons.set(region, reasons.get(region) ?? error),
    of: (region) => reasons.get(region),
    sentences: () => [...reasons].map(([region, { message }]) => told`${region} can’t be listed: ${message}`),
    problem: () => ofRegionsTogether(reasons),
  }
}
