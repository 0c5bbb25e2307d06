import { z } from 'zod'
import { fingerprintMd5, parsePublicKeyLine } from '../../keys/public-key.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { Cloud, CloudKeyEntry, CloudKeyRef } from '../cloud.js'
import { privateHalfLost } from '../cloud-error.js'
import type { Client } from './client.js'
import type { Lister } from './paging.js'

const KeyPair = z.object({ name: z.string(), fingerprint: z.string().nullish() })
const Registered = z.object({ keypair: KeyPair })
const Created = z.object({ keypair: z.object({ privatekey: z.string().min(1) }) })
const Deleted = z.object({ success: z.literal([true, 'true']) })

const LONGEST_NAME = 255

/** The account's key pairs. Only its own are listed (no `listall`): names are unique within an account only. */
export function createKeys(
  client: Client,
  lister: Lister,
): Pick<
  Cloud,
  'keyName' | 'listKeys' | 'importKey' | 'deleteKey' | 'renameKey' | 'describeKey' | 'createKey'
> {
  async function listKeys(signal?: AbortSignal): Promise<CloudKeyEntry[]> {
    const found = await lister.list('listSSHKeyPairs', 'sshkeypair', KeyPair, {}, signal)
    return found.map(({ name, fingerprint }) => ({
      name,
      region: null,
      cloudKeyId: null,
      blob: null,
      fingerprintMd5: fingerprint?.toLowerCase() ?? null,
      description: null,
    }))
  }

  async function importKey(name: string, publicKey: string, signal?: AbortSignal): Promise<boolean> {
    const fingerprint = md5Of(publicKey)
    const isThere = async () => holds(await listKeys(signal), name, fingerprint)
    try {
      const params = { name, publickey: publicKey }
      await client.write('registerSSHKeyPair', Registered, params, isThere, signal)
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const entries = await listKeys(signal)
      if (!holds(entries, name, fingerprint)) throw duplicate(error, name, entries, fingerprint)
      return false
    }
  }

  async function deleteKey({ name }: CloudKeyRef, signal?: AbortSignal): Promise<void> {
    const isGone = async () => (await listKeys(signal)).every((entry) => entry.name !== name)
    try {
      await client.write('deleteSSHKeyPair', Deleted, { name }, isGone, signal)
    } catch (error) {
      if (!isLatchkeyError(error, 'cloud-not-found')) throw error
    }
  }

  /** An answer that was lost took the private half with it: what is then there is of no use, and goes. */
  async function createKey(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    const isThere = async () => (await listKeys(signal)).some((entry) => entry.name === name)
    if (await isThere()) throw nameTaken(name)
    const made = await client.write('createSSHKeyPair', Created, { name }, isThere, signal)
    if (made !== null) return Buffer.from(made.keypair.privatekey)
    await deleteKey({ name, region: null, cloudKeyId: null }, signal)
    throw privateHalfLost()
  }

  return {
    keyName,
    listKeys,
    importKey,
    deleteKey,
    renameKey: null,
    describeKey: null,
    createKey,
  }
}

/** Commas separate names in `keypairs` of resetSSHKeyForVirtualMachine, so a name must hold none. */
function keyName(wanted: string): string {
  return wanted.replaceAll(',', '-').trim().slice(0, LONGEST_NAME)
}

/** Throws `cloud-bad-key` for what is no public key: nothing is sent then. */
function md5Of(publicKey: string): string {
  const line = parsePublicKeyLine(publicKey)
  if (line === null) throw new LatchkeyError('cloud-bad-key', 'This is not one line of a public key.')
  return fingerprintMd5(line.blob)
}

function holds(entries: CloudKeyEntry[], name: string, fingerprint: string): boolean {
  return entries.some((entry) => entry.name === name && entry.fingerprintMd5 === fingerprint)
}

function isDuplicate(error: unknown): error is LatchkeyError {
  return isLatchkeyError(error, 'cloud-duplicate-name') || isLatchkeyError(error, 'cloud-duplicate-key')
}

/** The same refusal with the names in it. */
function duplicate(
  error: LatchkeyError,
  name: string,
  entries: CloudKeyEntry[],
  fingerprint: string,
): LatchkeyError {
  const twin = entries.find((entry) => entry.fingerprintMd5 === fingerprint)
  if (error.code === 'cloud-duplicate-name') return nameTaken(name, error)
  if (twin === undefined) return error
  return new LatchkeyError(error.code, `The account already holds this key as "${twin.name}".`, {
    advice: 'Use it under that name, or delete it there first.',
    cause: error,
  })
}

function nameTaken(name: string, cause?: LatchkeyError): LatchkeyError {
  return new LatchkeyError(
    'cloud-duplicate-name',
    `The account already holds another key pair named "${name}".`,
    { advice: 'Push the key under another name.', cause },
  )
}
