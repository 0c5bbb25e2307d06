import { z } from 'zod'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import { CloudError } from '../cloud-error.js'
import type { Client } from './client.js'
import { isOtherRegion } from './errors.js'
import { isApart } from './sites.js'

export interface Regions {
  /** Whether the user named them. */
  areChosen: boolean
  /** The account's own choice, else what the region service names. */
  names(signal?: AbortSignal): Promise<string[]>
  /**
   * The same work in every region, side by side, by region. A region that is not for this account is left out; one
   * that its rights keep from us too, unless that is so everywhere. Throws what any other region threw.
   */
  everywhere<T>(
    work: (region: string) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<{ region: string; result: T }[]>
}

/** `cvm:DescribeRegions` is out of service; its documentation names the region service in its place. */
const Answer = z.object({
  RegionSet: z.array(z.object({ Region: z.string(), RegionState: z.string().nullish() })),
})

/** Like `ap-guangzhou`. Nothing else gets into headers and host names, whoever said it. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,}(-[a-z0-9]+)+$/.test(text)
}

/** Regions of one connection; `chosen` is empty for all. */
export function createRegions(client: Client, chosen: string[], log: Log): Regions {
  let known: string[] | null = chosen.length > 0 ? chosen : null

  async function names(signal?: AbortSignal): Promise<string[]> {
    known ??= await ask(client, signal)
    return known
  }

  return {
    areChosen: chosen.length > 0,
    names,
    async everywhere(work, signal) {
      const outcomes = await Promise.all(
        (await names(signal)).map(async (region) => ({ region, ...(await outcomeOf(work(region))) })),
      )
      const answered = outcomes.flatMap((one) => ('result' in one ? [one] : []))
      const refused = outcomes.flatMap((one) => ('error' in one ? [one] : []))
      if (answered.length === 0 && refused[0] !== undefined) throw refused[0].error
      for (const { region, error } of refused)
        log.info('cloud.region-left-out', { region, problem: error.message })
      return answered.map(({ region, result }) => ({ region, result }))
    },
  }
}

/** What the region service names, without the regions for banks: those are for accounts that know of theirs. */
async function ask(client: Client, signal?: AbortSignal): Promise<string[]> {
  const call = { service: 'region', action: 'DescribeRegions', params: { Product: 'cvm' } } as const
  try {
    const { RegionSet } = await client.read(call, Answer, signal)
    const open = RegionSet.filter(({ RegionState }) => (RegionState ?? 'AVAILABLE') === 'AVAILABLE')
    const found = open.map(({ Region }) => Region)
    return [...new Set(found)].filter((name) => isRegionName(name) && !isApart(name))
  } catch (error) {
    if (isLatchkeyError(error, 'cloud-forbidden')) throw regionsUnknown(error)
    throw error
  }
}

function regionsUnknown(cause: LatchkeyError): CloudError {
  return new CloudError(
    'cloud-forbidden',
    'These credentials may not ask for the regions of Tencent Cloud.',
    {
      advice: 'Enter the regions in the account, or have region:DescribeRegions allowed for this user.',
      ...(cause.info.detail !== undefined && { detail: cause.info.detail }),
      cause,
    },
  )
}

/** Throws what is not about this one region. */
async function outcomeOf<T>(work: Promise<T>): Promise<{ result: T } | { error: LatchkeyError }> {
  try {
    return { result: await work }
  } catch (error) {
    if (isLatchkeyError(error) && (isOtherRegion(error) || error.code === 'cloud-forbidden')) return { error }
    throw error
  }
}
