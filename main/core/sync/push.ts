import type { PushResult } from '../../../contract/accounts.js'
import type { Cloud, CloudKeyEntry } from '../clouds/cloud.js'
import { deadRegions } from '../clouds/dead-regions.js'
import { requireOutOfBin } from '../keys/key-refusals.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Log } from '../ports.js'
import type { AccountsService, KeysService } from '../services.js'
import { identityOf, isKey, type KeyIdentity } from './held-keys.js'

interface Parts {
  cloud(accountId: string): Promise<Cloud>
  keys: Pick<KeysService, 'record' | 'publicKeyLine'>
  log: Log
}

interface PublicHalf extends KeyIdentity {
  line: string
  /** As the user asked for; else null, and `name` is the key pair's own. */
  wantedName: string | null
  name: string
}

/**
 * Puts a public key on several accounts at the same time; one result per account, in the order of the ids. An account
 * that holds the key under any name is left as it is. Throws `key-not-found` and `key-in-bin` only.
 */
export function createPush({ cloud, keys, log }: Parts): AccountsService['push'] {
  async function pushOne(accountId: string, half: PublicHalf, signal?: AbortSignal): Promise<PushResult> {
    try {
      const result = await pushTo(await cloud(accountId), half, signal)
      return { accountId, ...result }
    } catch (error) {
      return {
        accountId,
        outcome: 'failed',
        cloudName: null,
        problem: problemOf(error, 'push.incident', log),
      }
    }
  }

  return async ({ keyId, accountIds, name }, { signal }) => {
    const record = keys.record(keyId)
    requireOutOfBin(record)
    const line = keys.publicKeyLine(keyId)
    const half = {
      line,
      ...identityOf(record),
      wantedName: name ?? null,
      name: record.name,
    }
    return Promise.all([...new Set(accountIds)].map((id) => pushOne(id, half, signal)))
  }
}

/** A region that does not answer is a problem of the result: the others get the key. */
async function pushTo(
  cloud: Cloud,
  half: PublicHalf,
  signal?: AbortSignal,
): Promise<Omit<PushResult, 'accountId'>> {
  const dead = deadRegions()
  const silent = new Set<string>()
  const entries = await cloud.listKeys(signal, (region, error) => {
    if (error.code !== 'cloud-unreachable') return // whether it takes the key now is asked next
    silent.add(region)
    dead.lost(region, error)
  })
  const put = (name: string) => cloud.importKey(name, half.line, signal, dead.lost, silent)
  const ended = (isNew: boolean, cloudName: string): Omit<PushResult, 'accountId'> => {
    const problem = dead.problem()?.info
    return { outcome: isNew ? 'pushed' : 'already-there', cloudName, ...(problem && { problem }) }
  }
  const twin = twinOf(half, entries)
  // Where keys are a region's own, another region may lack it.
  if (twin !== undefined) return ended(twin.region !== null && (await put(twin.name)), twin.name)
  const cloudName = nameFor(cloud, half)
  if (entries.some(({ name }) => name === cloudName)) throw nameTaken(cloudName)
  try {
    await put(cloudName)
    return ended(true, cloudName)
  } catch (error) {
    if (!isLatchkeyError(error, 'cloud-duplicate-key')) throw error
    const since = twinOf(half, await cloud.listKeys(signal))
    if (since === undefined) throw error
    return ended(false, since.name)
  }
}

const twinOf = (half: PublicHalf, entries: CloudKeyEntry[]) => entries.find((entry) => isKey(half, entry))

/** The key pair's own name is fitted to the cloud; one that the user chose is taken as it is, or refused. */
function nameFor(cloud: Cloud, { wantedName, name }: PublicHalf): string {
  if (wantedName === null) return cloud.keyName(name)
  const taken = cloud.keyName(wantedName)
  if (taken === wantedName) return taken
  throw new LatchkeyError('input-invalid', `The cloud can't use the name "${wantedName}".`, {
    advice: `Push the key as "${taken}", for example.`,
  })
}

function nameTaken(name: string): LatchkeyError {
  return new LatchkeyError(
    'cloud-duplicate-name',
    `The account already holds another key pair named "${name}".`,
    {
      advice: 'Push the key under another name.',
    },
  )
}
