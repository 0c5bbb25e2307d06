import type { RegionLost } from './cloud.js'

/** The regions that a check gets no answer from, for the user. */
export interface DeadRegions {
  lost: RegionLost
  has(region: string): boolean
  /** One for each, with its own reason. */
  sentences(): string[]
}

/** None at first. */
export function deadRegions(): DeadRegions {
  const reasons = new Map<string, string>()
  return {
    lost: (region, { message }) => void reasons.set(region, reasons.get(region) ?? message),
    has: (region) => reasons.has(region),
    sentences: () => [...reasons].map(([region, reason]) => `${region} can’t be listed: ${reason}`),
  }
}
