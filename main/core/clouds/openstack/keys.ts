import { z } from 'zod'
import { fingerprintMd5, parsePublicKeyLine } from '../../keys/public-key.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { Cloud, CloudKeyEntry, CloudKeyRef, RegionLost } from '../cloud.js'
import { askRegions, inOneOf, withoutLost } from '../each-region.js'
import type { Client } from './client.js'
import { isName, nearestName, withoutSigns } from './key-names.js'
import type { Microversions } from './microversion.js'
import { listAll } from './paging.js'
import { inEachRegion } from './regions.js'

const KeyPair = z.object({
  name: z.string(),
  fingerprint: z.string().nullish(),
  public_key: z.string().nullish(),
})
export type KeyPair = z.infer<typeof KeyPair>
const Wrapped = z.object({ keypair: KeyPair })
const Nothing = z.unknown()

/** The key pairs of one user in one region. */
export interface RegionKeys {
  all(region: string, signal?: AbortSignal): Promise<KeyPair[]>
  /** Null where there is none of this name. */
  find(region: string, name: string, signal?: AbortSignal): Promise<KeyPair | null>
  /** Throws what Nova says against it. Looks by `blob` where the answer is lost. */
  add(region: string, name: string, publicKey: string, blob: string, signal?: AbortSignal): Promise<void>
  /** One that is not there counts as deleted. */
  remove(region: string, name: string, signal?: AbortSignal): Promise<void>
}

export function createRegionKeys(client: Client, microversions: Microversions): RegionKeys {
  const pathOf = (name: string) => `/os-keypairs/${encodeURIComponent(name)}`

  async function find(region: string, name: string, signal?: AbortSignal): Promise<KeyPair | null> {
    const microversion = await microversions.forName(region, name, signal)
    try {
      const call = { service: 'compute', region, path: pathOf(name), microversion } as const
      return (await client.read(call, Wrapped, signal)).keypair
    } catch (error) {
      if (isLatchkeyError(error, 'cloud-not-found')) return null
      throw error
    }
  }

  return {
    find,
    async all(region, signal) {
      const microversion = await microversions.usual(region, signal)
      const call = { service: 'compute', region, path: '/os-keypairs', microversion } as const
      const found = await listAll(client, call, 'keypairs', Wrapped, signal)
      return found.map(({ keypair }) => keypair)
    },
    async add(region, name, publicKey, blob, signal) {
      const microversion = await microversions.forName(region, name, signal)
      const keypair = { name, public_key: publicKey, ...(microversion !== null && { type: 'ssh' }) }
      const call = { service: 'compute', region, method: 'POST', path: '/os-keypairs', microversion } as const
      const isThere = async () => {
        const found = await find(region, name, signal)
        return found !== null && blobOf(found) === blob
      }
      await client.write({ ...call, body: { keypair } }, Nothing, isThere, signal)
    },
    async remove(region, name, signal) {
      const microversion = await microversions.forName(region, name, signal)
      const call = { service: 'compute', region, method: 'DELETE', path: pathOf(name), microversion } as const
      const isGone = async () => (await find(region, name, signal)) === null
      try {
        await client.write(call, Nothing, isGone, signal)
      } catch (error) {
        if (!isLatchkeyError(error, 'cloud-not-found')) throw error
      }
    },
  }
}

/** The user's key pairs in all of the account's regions. */
export function createKeys(
  client: Client,
  microversions: Microversions,
  keys: RegionKeys,
): Pick<
  Cloud,
  'keyName' | 'keyRegions' | 'listKeys' | 'importKey' | 'deleteKey' | 'renameKey' | 'describeKey'
> {
  async function listKeys(signal?: AbortSignal, lost?: RegionLost): Promise<CloudKeyEntry[]> {
    const listOf = async (region: string) =>
      (await keys.all(region, signal)).map((key) => toEntry(region, key))
    return (await inEachRegion(client, signal, listOf, lost)).flat()
  }

  /** Looks everywhere before it puts the key anywhere, so that a name which is taken in one region changes nothing. */
  const importKey: Cloud['importKey'] = async (name, publicKey, signal, lost, silent) => {
    const blob = blobOfLine(publicKey)
    requireName(name)
    const regions = (await client.regions(signal)).filter((region) => !silent?.has(region))
    const look = async (region: string) => {
      await requireTakes(region, name, signal)
      return keys.find(region, name, signal)
    }
    const looks = withoutLost(await askRegions(regions, look), lost)
    for (const { region, result } of looks)
      if (result !== null && blobOf(result) !== blob) throw inOneOf(regions, region, duplicate(result.name))
    const puts = await askRegions(
      looks.map(({ region }) => region),
      async (region) =>
        looks.some((one) => one.region === region && one.result === null) &&
        add(region, name, publicKey, blob, signal),
    )
    return withoutLost(puts, lost).some(({ result }) => result)
  }

  /** False where it is there already. */
  async function add(
    region: string,
    name: string,
    publicKey: string,
    blob: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    try {
      await keys.add(region, name, publicKey, blob, signal)
      return true
    } catch (error) {
      if (!isLatchkeyError(error, 'cloud-duplicate-name')) throw error
      const there = await keys.find(region, name, signal)
      if (there === null || blobOf(there) !== blob) throw duplicate(there?.name ?? name, error)
      return false
    }
  }

  async function requireTakes(region: string, name: string, signal?: AbortSignal): Promise<void> {
    const other = withoutSigns(name)
    if (other === null || (await microversions.takesSigns(region, signal))) return
    throw new LatchkeyError('cloud-failed', `This cloud takes no @ and no . in the name of a key pair.`, {
      advice: `Push the key as "${other}", for example.`,
    })
  }

  return {
    keyName: (wanted) => nearestName(wanted, microversions.allTakeSigns()),
    keyRegions: (signal) => client.regions(signal),
    listKeys,
    importKey,
    async deleteKey({ name, region }: CloudKeyRef, signal) {
      if (region === null) await inEachRegion(client, signal, (one) => keys.remove(one, name, signal))
      else await keys.remove(region, name, signal)
    },
    renameKey: null,
    describeKey: null,
  }
}

/** Throws `cloud-failed` for what no release of Nova takes. */
export function requireName(name: string): void {
  if (isName(name)) return
  throw new LatchkeyError('cloud-failed', `OpenStack takes no key pair named "${name}".`, {
    advice: `Push the key as "${nearestName(name, false)}", for example.`,
  })
}

/** Base64; null for a certificate or a key of a type that Latchkey doesn't know. */
export function blobOf({ public_key }: Pick<KeyPair, 'public_key'>): string | null {
  const [line = ''] = (public_key ?? '').trim().split('\n')
  try {
    return parsePublicKeyLine(line)?.blob.toString('base64') ?? null
  } catch (error) {
    if (error instanceof LatchkeyError) return null
    throw error
  }
}

function toEntry(region: string, key: KeyPair): CloudKeyEntry {
  const blob = blobOf(key)
  const fingerprint = key.fingerprint?.toLowerCase() ?? ''
  const told = /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/.test(fingerprint) ? fingerprint : null
  return {
    name: key.name,
    region,
    cloudKeyId: null,
    blob,
    fingerprintMd5: blob === null ? told : fingerprintMd5(Buffer.from(blob, 'base64')),
    description: null,
  }
}

/** Base64. Throws `cloud-bad-key` for what is no plain public key: nothing is sent then. */
function blobOfLine(publicKey: string): string {
  const blob = publicKey.trim().includes('\n') ? null : blobOf({ public_key: publicKey })
  if (blob === null || !/^(ssh|ecdsa)-/.test(publicKey.trim()))
    throw new LatchkeyError('cloud-bad-key', 'This is not one line of a public key.')
  return blob
}

function duplicate(name: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError(
    'cloud-duplicate-name',
    `The user already holds another key pair named "${name}".`,
    {
      advice: 'Push the key under another name.',
      cause,
    },
  )
}
