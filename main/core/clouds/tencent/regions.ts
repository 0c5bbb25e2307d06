import { z } from 'zod'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import type { RegionLost } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import { askRegions, type OfRegion, withoutLost } from '../each-region.js'
import type { Client } from './client.js'
import { isOtherRegion } from './errors.js'
import { isApart } from './sites.js'

export interface Regions {
  /** Whether the user named them. */
  areChosen: boolean
  /** The account's own choice, else what the region service names. */
  names(signal?: AbortSignal): Promise<string[]>
  /**
   * The same work in every region; see `askRegions`. A region that is not for this account is left out; one that its
   * rights keep from us too, unless that is so everywhere.
   */
  everywhere<T>(
    work: (region: string) => Promise<T>,
    signal?: AbortSignal,
    lost?: RegionLost,
  ): Promise<OfRegion<T>[]>
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
    async everywhere(work, signal, lost) {
      const { answers, failures } = await askRegions(await names(signal), work)
      const closed = failures.filter(({ error }) => isClosed(error))
      for (const { region, error } of closed)
        log.info('cloud.region-left-out', { region, problem: error.message })
      const dead = failures.filter((failure) => !closed.includes(failure))
      const isNoneOpen = answers.length === 0 && dead.length === 0
      return withoutLost({ answers, failures: isNoneOpen ? closed : dead }, lost)
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

/** Whether the region is not for this account, or its rights keep it from us. */
const isClosed = (error: LatchkeyError) => isOtherRegion(error) || error.code === 'cloud-forbidden'
