import { z } from 'zod'
import type { AccountCheck } from '../../../../contract/accounts.js'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError } from '../../lib/error.js'
import { isRefused, missingRights } from '../missing-rights.js'
import type { Client } from './client.js'
import type { Project } from './project.js'
import { missingChanges } from './role.js'
import { readVersion } from './version.js'

const Count = z.object({ count: z.int().default(0) })
const Zones = z.object({ zone: z.array(z.object({ name: z.string() })).default([]) })
const Accounts = z.object({
  account: z
    .array(
      z.object({
        name: z.string(),
        domain: z.string().default('ROOT'),
        user: z.array(z.object({ username: z.string(), apikey: z.string().nullish() })).default([]),
      }),
    )
    .default([]),
})

/**
 * Proves the credentials by one call, so that wrong ones are refused once and a skewed clock is corrected once, then
 * asks for the rest. Counts come from the lists' own count, without reading them.
 */
export async function check(
  client: Client,
  apiKey: string,
  project: ((signal?: AbortSignal) => Promise<Project>) | null,
  signal?: AbortSignal,
): Promise<AccountCheck> {
  const { sentences: missing, unless } = missingRights()
  const version = await unlessNotForRole(readVersion(client, signal), () =>
    missing.push(
      'The cloud’s version can’t be read (listCapabilities): keys can’t be bound by the cloud’s own call.',
    ),
  )
  const onlyCount = { page: '1', pagesize: '1' }
  const [user, zones, keys, instances, changes] = await Promise.all([
    whoWeAre(client, apiKey, signal),
    unless(
      'Zones can’t be listed (listZones).',
      client.read('listZones', Zones, { available: 'true' }, signal),
    ),
    unless(
      'Key pairs can’t be listed (listSSHKeyPairs): nothing can be pushed or bound.',
      client.read('listSSHKeyPairs', Count, onlyCount, signal),
    ),
    unless(
      'Instances can’t be listed (listVirtualMachines): none of them will show.',
      client.read('listVirtualMachines', Count, { ...onlyCount, details: 'min' }, signal),
    ),
    missingChanges(client, signal),
  ])
  return {
    user,
    project: project && told`project ${(await project(signal)).name}`,
    product: version === null ? 'CloudStack' : `CloudStack ${version}`,
    regions: (zones?.zone ?? []).map(({ name }) => name),
    keyCount: keys?.count ?? null,
    instanceCount: instances?.count ?? null,
    missing: [...missing, ...changes],
  }
}

/** CloudStack looks at the signature first: whose role lacks a command has proven the credentials. */
async function unlessNotForRole<T>(call: Promise<T>, told: () => void): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (!isLatchkeyError(error, 'cloud-forbidden')) throw error
    told()
    return null
  }
}

/** An administrator's list may name many accounts; then only the one that shows our API key is known to be ours. */
async function whoWeAre(client: Client, apiKey: string, signal?: AbortSignal): Promise<string> {
  const accounts = await listAccounts(client, signal)
  const ours = accounts.find(({ user }) => user.some((one) => one.apikey === apiKey))
  const only = accounts.length === 1 ? accounts[0] : undefined
  const account = ours ?? only
  if (account === undefined) return told`API key ending in ${apiKey.slice(-4)}`
  return told`account ${account.name} in domain ${account.domain}`
}

async function listAccounts(client: Client, signal?: AbortSignal) {
  try {
    return (await client.read('listAccounts', Accounts, {}, signal)).account
  } catch (error) {
    if (isRefused(error)) return []
    throw error
  }
}
