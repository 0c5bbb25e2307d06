import { z } from 'zod'
import type { AccountCheck } from '../../../../contract/accounts.js'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError } from '../../lib/error.js'
import { deadRegions } from '../dead-regions.js'
import { missingRights } from '../missing-rights.js'
import type { Client } from './client.js'
import { countAll } from './paging.js'
import type { Regions } from './regions.js'

/** https://www.tencentcloud.com/document/product/1150/49453 */
const Identity = z.object({ AccountId: z.string(), UserId: z.string(), Type: z.string().default('') })

/** STS wants one, and answers the same in all. */
const STS_REGION = 'ap-guangzhou'

/**
 * Proves the credentials by one call, so that wrong ones are refused once and a skewed clock is corrected once, then
 * asks for the rest. A right that is missing is told, and does not fail the check; rights to change something show only
 * when they are used, since Tencent Cloud has no way to try.
 */
export async function check(
  client: Client,
  regions: Regions,
  secretId: string,
  signal?: AbortSignal,
): Promise<AccountCheck> {
  const who = await whoWeAre(client, secretId, signal)
  const { sentences: missing, unless } = missingRights()
  const dead = deadRegions()
  const count = (region: string) => countAll(client, { action: 'DescribeInstances', region }, signal)
  const [keyCount, names] = await Promise.all([
    unless(
      'Key pairs can’t be listed (cvm:DescribeKeyPairs): nothing can be pushed or bound.',
      countAll(client, { action: 'DescribeKeyPairs' }, signal),
    ),
    unless(
      'Regions can’t be listed (region:DescribeRegions): enter them in the account, or no instance will show.',
      regions.names(signal),
    ),
  ])
  const counts =
    names &&
    (await unless(
      'Instances can’t be listed (cvm:DescribeInstances): none of them will show.',
      regions.everywhere(count, signal, dead.lost),
    ))
  const answered = counts?.map(({ region }) => region) ?? names ?? []
  const closed = (names ?? []).filter((name) => !answered.includes(name) && dead.of(name) === undefined)
  return {
    ...who,
    product: 'Tencent Cloud CVM, API 2017-03-12',
    regions: answered,
    keyCount,
    instanceCount: counts?.reduce((sum, { result }) => sum + result, 0) ?? null,
    missing: [...missing, ...dead.sentences(), ...(regions.areChosen ? closed.map(notOpen) : [])],
  }
}

const notOpen = (region: string) => `Tencent Cloud does not open ${region} to this account.`

/**
 * CVM itself doesn't tell; STS does. Where its answer is kept from us, or a gateway has no STS, no more than the id is
 * known; that the credentials are right is then shown by a call of CVM.
 */
async function whoWeAre(client: Client, secretId: string, signal?: AbortSignal) {
  const call = { service: 'sts', action: 'GetCallerIdentity', region: STS_REGION } as const
  try {
    const { AccountId, UserId, Type } = await client.read(call, Identity, signal)
    if (AccountId === UserId) return { user: told`account ${AccountId} itself`, project: null }
    return { user: `${Type || 'user'} ${UserId}`, project: told`account ${AccountId}` }
  } catch (error) {
    if (!saysNothing.some((code) => isLatchkeyError(error, code))) throw error
    await proveCredentials(client, signal)
    return { user: told`secret ID ending in ${secretId.slice(-4)}`, project: null }
  }
}

const saysNothing = [
  'cloud-forbidden',
  'cloud-failed',
  'cloud-not-found',
  'cloud-not-an-api',
  'cloud-unexpected-answer',
] as const

/** Credentials that may not do it are right all the same. */
async function proveCredentials(client: Client, signal?: AbortSignal): Promise<void> {
  try {
    await countAll(client, { action: 'DescribeKeyPairs' }, signal)
  } catch (error) {
    if (!isLatchkeyError(error, 'cloud-forbidden')) throw error
  }
}
