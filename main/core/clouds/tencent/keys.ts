import { z } from 'zod'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { Clock } from '../../ports.js'
import type { Cloud, CloudKeyEntry, CloudKeyRef } from '../cloud.js'
import { pause } from '../pacer.js'
import type { Client } from './client.js'
import { duplicate, inUse, notThere, requireShort } from './key-errors.js'
import { createKeyMaker } from './key-maker.js'
import { keyName } from './key-names.js'
import { DEFAULT_PROJECT, KeyPair, rsaLine, toEntry } from './key-record.js'
import { listAll } from './paging.js'

const Imported = z.object({ KeyId: z.string() })
const Done = z.object({})

/** What ModifyKeyPairAttribute changes. */
type Change = { KeyName: string } | { Description: string }

/** A key that was just taken from an instance counts as in use for some seconds more. */
const IN_USE_LAG_MS = 30_000
const IN_USE_PAUSES_MS = [1_000, 2_000, 4_000]

type KeyActions = Pick<
  Cloud,
  'keyName' | 'listKeys' | 'importKey' | 'deleteKey' | 'renameKey' | 'describeKey' | 'createKey'
>

export interface Keys extends KeyActions {
  /** Names of all keys, by id. */
  namesById(signal?: AbortSignal): Promise<Map<string, string>>
  /** The ids of keys that are called by name, or by id. Throws `cloud-not-found` for one that is not there. */
  idsOf(names: string[], signal?: AbortSignal): Promise<string[]>
  /** To be told when keys were taken from an instance. */
  unbound(keyIds: string[]): void
}

/** The account's key pairs: they are the same in all regions, so no region is named. */
export function createKeys(client: Client, clock: Clock): Keys {
  const unboundAt = new Map<string, number>()

  const listPairs = (signal?: AbortSignal) =>
    listAll(client, { action: 'DescribeKeyPairs' }, 'KeyPairSet', KeyPair, signal)

  async function listKeys(signal?: AbortSignal): Promise<CloudKeyEntry[]> {
    const pairs = new Map((await listPairs(signal)).map((pair) => [pair.KeyId, pair]))
    return [...pairs.values()].map(toEntry)
  }

  async function importKey(name: string, publicKey: string, signal?: AbortSignal): Promise<boolean> {
    const { line, blob } = rsaLine(publicKey)
    const isThere = async () => holds(await listKeys(signal), name, blob)
    const params = { KeyName: name, ProjectId: DEFAULT_PROJECT, PublicKey: line }
    try {
      await client.write({ action: 'ImportKeyPair', params }, Imported, isThere, signal)
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const entries = await listKeys(signal)
      if (!holds(entries, name, blob)) throw duplicate(error, name, entries, blob)
      return false
    }
  }

  /** The key as it is now; undefined if it is not there. */
  async function find(key: CloudKeyRef, signal?: AbortSignal): Promise<KeyPair | undefined> {
    const pairs = await listPairs(signal)
    return pairs.find((pair) => (key.cloudKeyId ? pair.KeyId === key.cloudKeyId : pair.KeyName === key.name))
  }

  async function idOf(key: CloudKeyRef, signal?: AbortSignal): Promise<string> {
    const id = key.cloudKeyId ?? (await find(key, signal))?.KeyId
    if (id === undefined) throw notThere(key.name)
    return id
  }

  async function deleteKey(key: CloudKeyRef, signal?: AbortSignal): Promise<void> {
    const id = key.cloudKeyId ?? (await find(key, signal))?.KeyId
    if (id === undefined) return
    const isGone = async () => (await find({ ...key, cloudKeyId: id }, signal)) === undefined
    const call = { action: 'DeleteKeyPairs', params: { KeyIds: [id] } }
    for (const pauseMs of [...IN_USE_PAUSES_MS, null]) {
      try {
        await client.write(call, Done, isGone, signal)
        return
      } catch (error) {
        if (isLatchkeyError(error, 'cloud-not-found')) return
        if (!isLatchkeyError(error, 'cloud-key-in-use')) throw error
        if (pauseMs === null || !wasJustUnbound(id))
          throw inUse(error, await find({ ...key, cloudKeyId: id }, signal))
        await pause(clock, pauseMs, signal)
      }
    }
  }

  const wasJustUnbound = (id: string) => clock.now() - (unboundAt.get(id) ?? -Infinity) < IN_USE_LAG_MS

  async function modify(key: CloudKeyRef, change: Change, signal?: AbortSignal): Promise<void> {
    const id = await idOf(key, signal)
    const isDone = async () => {
      const pair = await find({ ...key, cloudKeyId: id }, signal)
      return pair !== undefined && hasChanged(pair, change)
    }
    await client.write(
      { action: 'ModifyKeyPairAttribute', params: { KeyId: id, ...change } },
      Done,
      isDone,
      signal,
    )
  }

  async function idsOf(names: string[], signal?: AbortSignal): Promise<string[]> {
    const pairs = await listPairs(signal)
    return names.map((name) => {
      const pair = pairs.find(({ KeyName }) => KeyName === name) ?? pairs.find(({ KeyId }) => KeyId === name)
      if (pair === undefined) throw notThere(name)
      return pair.KeyId
    })
  }

  return {
    keyName,
    listKeys,
    importKey,
    deleteKey,
    renameKey: (key, name, signal) => modify(key, { KeyName: name }, signal),
    async describeKey(key, description, signal) {
      requireShort(description)
      await modify(key, { Description: description }, signal)
    },
    createKey: createKeyMaker(client, { listKeys, deleteKey }),
    idsOf,
    async namesById(signal) {
      return new Map((await listPairs(signal)).map(({ KeyId, KeyName }) => [KeyId, KeyName]))
    },
    unbound(keyIds) {
      for (const id of keyIds) unboundAt.set(id, clock.now())
    },
  }
}

function holds(entries: CloudKeyEntry[], name: string, blob: string): boolean {
  return entries.some((entry) => entry.name === name && entry.blob === blob)
}

function isDuplicate(error: unknown): error is LatchkeyError {
  return isLatchkeyError(error, 'cloud-duplicate-name') || isLatchkeyError(error, 'cloud-duplicate-key')
}

function hasChanged(pair: KeyPair, change: Change): boolean {
  if ('KeyName' in change) return pair.KeyName === change.KeyName
  return (pair.Description ?? '') === change.Description
}
