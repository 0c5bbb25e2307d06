import { z } from 'zod'
import type { AccountCheck } from '../../../../contract/accounts.js'
import { deadRegions } from '../dead-regions.js'
import { missingRights } from '../missing-rights.js'
import { allowsCompute } from './access-rules.js'
import type { Client } from './client.js'
import type { RegionKeys } from './keys.js'
import type { Token } from './keystone.js'
import type { Microversions } from './microversion.js'
import { listAll } from './paging.js'
import { inEachRegion } from './regions.js'

const Id = z.object({ id: z.string() })

/** Proves the credentials by a token, then asks every region for what there is. */
export async function check(
  client: Client,
  microversions: Microversions,
  keys: RegionKeys,
  signal?: AbortSignal,
): Promise<AccountCheck> {
  const token = await client.token(signal)
  const regions = await client.regions(signal)
  const { sentences: missing, unless } = missingRights()
  const dead = deadRegions()
  const namesIn = async (region: string) => (await keys.all(region, signal)).map(({ name }) => name)
  const [versions, names, servers] = await Promise.all([
    inEachRegion(client, signal, (region) => microversions.highest(region, signal), dead.lost),
    unless(
      'Key pairs can’t be listed (GET /os-keypairs): nothing can be pushed or matched.',
      inEachRegion(client, signal, namesIn, dead.lost),
    ),
    unless(
      'Instances can’t be listed (GET /servers/detail): none of them will show.',
      inEachRegion(client, signal, (region) => serverIds(client, region, signal), dead.lost),
    ),
  ])
  missing.push(...dead.sentences(), ...unprovable(token))
  return {
    user: token.user.name,
    project: token.project.name,
    product: `OpenStack, Nova ${[...new Set(versions)].join(', ')}`,
    regions: regions.filter((region) => dead.of(region) === undefined),
    keyCount: names && new Set(names.flat()).size,
    instanceCount: servers?.flat().length ?? null,
    missing,
  }
}

/** By the call that will list them: access rules of application credentials name paths. */
function serverIds(client: Client, region: string, signal?: AbortSignal): Promise<{ id: string }[]> {
  return listAll(client, { service: 'compute', region, path: '/servers/detail' }, 'servers', Id, signal)
}

/**
 * Rights to change something, which no call can prove without changing it. What roles allow is the operator's choice: many
 * clouds let a reader stop instances.
 */
function unprovable({ accessRules }: Token): string[] {
  if (accessRules === null) return []
  return writes.flatMap(([method, path, sentence]) =>
    allowsCompute(accessRules, method, path) ? [] : [sentence],
  )
}

const writes = [
  ['POST', '/os-keypairs', 'Key pairs can’t be pushed: the access rules leave out POST /os-keypairs.'],
  [
    'DELETE',
    '/os-keypairs/x',
    'Key pairs can’t be deleted: the access rules leave out DELETE /os-keypairs/*.',
  ],
  [
    'POST',
    '/servers/x/action',
    'Instances can’t be started or stopped: the access rules leave out POST /servers/*/action.',
  ],
] as const
