import { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'
import { wipeOnFailure } from '../../lib/wipe.js'
import type { Log } from '../../ports.js'
import { privateHalfLost } from '../cloud-error.js'
import type { Client } from './client.js'
import { nearestName } from './key-names.js'
import { blobOf, type KeyPair, type RegionKeys } from './keys.js'
import type { Microversions } from './microversion.js'
import { inEachRegion } from './regions.js'

/** What Nova makes: RSA with 2048 bits, and its private half only up to microversion 2.91. */
const Made = z.object({ keypair: z.object({ public_key: z.string(), private_key: z.string() }) })

/**
 * Has Nova make a key pair in the first region, and puts its public half in the others. The private half crosses the wire
 * once. Where that fails midway, the key pair is taken away again: nobody has its private half.
 */
export function createKeyMaker(client: Client, microversions: Microversions, keys: RegionKeys, log: Log) {
  async function createKey(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    requirePlainName(name)
    await inEachRegion(client, signal, async (region) => {
      const there = await keys.find(region, name, signal)
      if (there !== null) throw duplicate(there.name)
    })
    const { region, publicKey, privateKey } = await make(name, signal)
    return wipeOnFailure(privateKey, async () => {
      try {
        await share(region, name, publicKey, signal)
        return privateKey
      } catch (error) {
        await takeBack(name, publicKey)
        throw error
      }
    })
  }

  /** Only what was made: another tool may have put a key of this name into another region meanwhile. */
  async function takeBack(name: string, publicKey: string): Promise<void> {
    const wasMade = (key: KeyPair | null) => key?.public_key?.trim() === publicKey
    const removeFrom = async (region: string) => {
      if (wasMade(await keys.find(region, name))) await keys.remove(region, name)
    }
    try {
      await inEachRegion(client, undefined, removeFrom)
    } catch (error) {
      log.error('cloud.useless-key-stays', error)
    }
  }

  async function make(name: string, signal?: AbortSignal) {
    const [region = ''] = await client.regions(signal)
    const microversion = await microversions.usual(region, signal)
    const body = { keypair: { name, ...(microversion !== null && { type: 'ssh' }) } }
    const call = {
      service: 'compute',
      region,
      method: 'POST',
      path: '/os-keypairs',
      microversion,
      body,
    } as const
    const isThere = async () => (await keys.find(region, name, signal)) !== null
    const made = await client.write(call, Made, isThere, signal)
    if (made === null) {
      await keys.remove(region, name, signal)
      throw privateHalfLost()
    }
    const { public_key: publicKey, private_key: pem } = made.keypair
    return { region, publicKey: publicKey.trim(), privateKey: new TextEncoder().encode(pem) }
  }

  async function share(region: string, name: string, publicKey: string, signal?: AbortSignal): Promise<void> {
    const blob = blobOf({ public_key: publicKey })
    if (blob === null)
      throw new LatchkeyError('cloud-unexpected-answer', 'The cloud made a key of an unknown type.')
    await inEachRegion(client, signal, async (other) => {
      if (other !== region) await keys.add(other, name, publicKey, blob, signal)
    })
  }

  return createKey
}

/** Nova makes key pairs only up to 2.91, which takes no @ and no . in names. */
function requirePlainName(name: string): void {
  const nearest = nearestName(name, false)
  if (nearest === name) return
  throw new LatchkeyError('cloud-failed', `OpenStack makes no key pair named "${name}".`, {
    advice: `Name it "${nearest}", for example.`,
  })
}

function duplicate(name: string): LatchkeyError {
  return new LatchkeyError('cloud-duplicate-name', `The user already holds a key pair named "${name}".`, {
    advice: 'Choose another name.',
  })
}
