import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { InstanceState, SshAddress } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import type { DocumentStore, Log } from '../ports.js'
import type { SeenKey } from './first-seen.js'

/** What one account's cloud told at `readAt`. */
export interface AccountInventory {
  readAt: string
  instances: Map<string, CloudInstance>
  /** The account's key pairs at that time: they give the names that instances declare their meaning. */
  keys: SeenKey[]
}

const CachedInstance: z.ZodType<CloudInstance> = z.object({
  cloudId: z.string(),
  name: z.string(),
  state: InstanceState,
  cloudState: z.string(),
  region: z.string().nullable(),
  zone: z.string(),
  image: z.string(),
  os: z.string(),
  addresses: z.array(z.string()),
  ssh: z.array(SshAddress),
  keyNames: z.array(z.string()),
  userGuesses: z.array(z.string()).min(1),
})

const CachedKey: z.ZodType<CloudKeyEntry & Partial<SeenKey>> = z.object({
  name: z.string(),
  region: z.string().nullable(),
  cloudKeyId: z.string().nullable(),
  blob: z.string().nullable(),
  fingerprintMd5: z.string().nullable(),
  description: z.string().nullable(),
  /** Not in a document of before it was noted. */
  firstSeen: Time.exactOptional(),
})

const Document = z.object({
  version: z.literal(2),
  accounts: z.record(
    z.string(),
    z.object({
      readAt: Time,
      instances: z.array(CachedInstance),
      keys: z.array(CachedKey),
    }),
  ),
})

/** The last inventory of each account, by the account's id: in memory, and on the disk for the next start. */
export interface InventoryCache {
  /** Set what was read, then `keepOnly` writes it. */
  accounts(): Promise<Map<string, AccountInventory>>
  /** Forgets the accounts that are not named, and writes. */
  keepOnly(accountIds: string[]): Promise<void>
  /** Takes over what was read of one instance, and writes. The age of the whole stays what it is. */
  keepInstance(accountId: string, instance: CloudInstance, keys: SeenKey[]): Promise<void>
  forgetInstance(accountId: string, cloudId: string): Promise<void>
}

/**
 * A document that is damaged or of another version counts as none, and one that can't be written is only logged: the
 * clouds can be asked again.
 */
export function createInventoryCache(store: DocumentStore, log: Log): InventoryCache {
  let loaded: Promise<Map<string, AccountInventory>> | null = null
  let lastWrite: Promise<void> = Promise.resolve()

  function accounts(): Promise<Map<string, AccountInventory>> {
    loaded ??= load(store, log)
    return loaded
  }

  function save(): Promise<void> {
    lastWrite = lastWrite.then(async () => write(store, log, await accounts()))
    return lastWrite
  }

  return {
    accounts,
    async keepOnly(accountIds) {
      const all = await accounts()
      for (const id of all.keys()) if (!accountIds.includes(id)) all.delete(id)
      await save()
    },
    async keepInstance(accountId, instance, keys) {
      const account = (await accounts()).get(accountId)
      if (account === undefined) return
      account.instances.set(instance.cloudId, instance)
      account.keys = keys
      await save()
    },
    async forgetInstance(accountId, cloudId) {
      const account = (await accounts()).get(accountId)
      if (account?.instances.delete(cloudId)) await save()
    },
  }
}

/** Instances by the cloud's own id; of two with one id the last. */
export function byCloudId(instances: CloudInstance[]): Map<string, CloudInstance> {
  return new Map(instances.map((instance) => [instance.cloudId, instance]))
}

async function load(store: DocumentStore, log: Log): Promise<Map<string, AccountInventory>> {
  const document = await store.read()
  if (document === null) return new Map()
  const { success, data, error } = Document.safeParse(document)
  if (!success) {
    log.warn('inventory.cache-dropped', { problem: z.prettifyError(error).slice(0, 500) })
    return new Map()
  }
  const accounts = Object.entries(data.accounts)
  return new Map(
    accounts.map(([id, { readAt, instances, keys }]) => [
      id,
      {
        readAt,
        instances: byCloudId(instances),
        keys: keys.map((key) => ({ ...key, firstSeen: key.firstSeen ?? readAt })),
      },
    ]),
  )
}

async function write(store: DocumentStore, log: Log, accounts: Map<string, AccountInventory>): Promise<void> {
  const plain = [...accounts].map(([id, account]) => [
    id,
    { ...account, instances: [...account.instances.values()] },
  ])
  try {
    await store.write({ version: 2, accounts: Object.fromEntries(plain) })
  } catch (error) {
    log.error('inventory.cache-not-written', error)
  }
}
