import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { InstanceState, SshAddress } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import { ownTurn } from '../lib/own-turn.js'
import { parseDocument } from '../lib/parse-document.js'
import type { DocumentFolder, Log } from '../ports.js'
import type { SeenKey } from './first-seen.js'
import type { OnInventoryChange } from './inventory-change.js'

/** What one account's cloud told at `readAt`. */
export interface AccountInventory {
  readAt: string
  instances: Map<string, CloudInstance>
  /** The account's key pairs at that time: they give the names that instances declare their meaning. */
  keys: SeenKey[]
  /** The regions whose instances were not told then, with the time from which what is known of each comes; null: never. */
  older: Record<string, string | null>
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
  tags: z.array(z.string()).exactOptional(),
  createdAt: Time.exactOptional(),
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
  version: z.literal(3),
  readAt: Time,
  instances: z.array(CachedInstance),
  keys: z.array(CachedKey),
  older: z.record(z.string(), Time.nullable()).default({}),
})

/** The last inventory of each account, by the account's id: in memory at once, and soon on the disk for the next start. */
export interface InventoryCache {
  accounts(): Promise<ReadonlyMap<string, AccountInventory>>
  keep(accountId: string, inventory: AccountInventory): Promise<void>
  /** Forgets the accounts that are not named. */
  keepOnly(accountIds: string[]): Promise<void>
  /** Takes over what was read of one instance. The age of the whole stays what it is. */
  keepInstance(accountId: string, instance: CloudInstance): Promise<void>
  /** The account's key pairs, listed after it held `before`: where it no longer holds that, something newer was kept meanwhile. */
  keepKeys(accountId: string, keys: SeenKey[], before: SeenKey[]): Promise<void>
  forgetInstance(accountId: string, cloudId: string): Promise<void>
  /** Everything is on the disk. */
  settled(): Promise<void>
}

/**
 * A document for each account: one that is damaged or of another version counts as none, and one that can't be written is
 * only logged: the clouds can be asked again. Nobody waits for the disk.
 */
export function createInventoryCache(
  store: DocumentFolder,
  log: Log,
  onChange: OnInventoryChange = () => undefined,
): InventoryCache {
  let loaded: Promise<Map<string, AccountInventory>> | null = null
  const unsaved = new Set<string>()
  let saving: Promise<void> | null = null

  function accounts(): Promise<Map<string, AccountInventory>> {
    loaded ??= load(store, log)
    return loaded
  }

  function save(accountId: string): void {
    unsaved.add(accountId)
    saving ??= saveAll()
  }

  async function saveAll(): Promise<void> {
    const all = await accounts()
    for (const id of unsaved) {
      await ownTurn()
      unsaved.delete(id)
      await put(store, log, id, all.get(id))
    }
    saving = null // in the same step as the end of the loop, so that nothing can come in between
  }

  return {
    accounts,
    async keep(accountId, inventory) {
      const all = await accounts()
      const before = all.get(accountId)
      all.set(accountId, inventory)
      if (before !== undefined)
        onChange({ accountId, before: before.instances, after: new Map(inventory.instances) })
      save(accountId)
    },
    async keepOnly(accountIds) {
      const all = await accounts()
      for (const id of [...all.keys()]) {
        if (accountIds.includes(id)) continue
        all.delete(id)
        save(id)
      }
    },
    async keepInstance(accountId, instance) {
      const account = (await accounts()).get(accountId)
      if (account === undefined) return
      const before = new Map(account.instances)
      account.instances.set(instance.cloudId, instance)
      onChange({ accountId, before, after: new Map(account.instances) })
      save(accountId)
    },
    async keepKeys(accountId, keys, before) {
      const account = (await accounts()).get(accountId)
      if (account?.keys !== before) return
      account.keys = keys
      save(accountId)
    },
    async forgetInstance(accountId, cloudId) {
      const account = (await accounts()).get(accountId)
      const before = new Map(account?.instances)
      if (!account?.instances.delete(cloudId)) return
      onChange({ accountId, before, after: new Map(account.instances) })
      save(accountId)
    },
    settled: async () => saving ?? undefined,
  }
}

/** Instances by the cloud's own id; of two with one id the last. */
export function byCloudId(instances: CloudInstance[]): Map<string, CloudInstance> {
  return new Map(instances.map((instance) => [instance.cloudId, instance]))
}

async function load(store: DocumentFolder, log: Log): Promise<Map<string, AccountInventory>> {
  const accounts = new Map<string, AccountInventory>()
  try {
    for (const id of await store.names()) {
      await ownTurn()
      const found = inventoryIn(await store.read(id), id, log)
      if (found === null) await store.remove(id)
      else accounts.set(id, found)
    }
  } catch (error) {
    log.error('inventory.cache-unreadable', error)
  }
  return accounts
}

function inventoryIn(document: unknown, accountId: string, log: Log): AccountInventory | null {
  const data = parseDocument(document, Document, log, 'inventory.cache-dropped', { accountId })
  if (data === null) return null
  const { readAt, instances, keys, older } = data
  return {
    readAt,
    older,
    instances: byCloudId(instances),
    keys: keys.map((key) => ({ ...key, firstSeen: key.firstSeen ?? readAt })),
  }
}

/** Writes it, or removes the document where there is no such account. */
async function put(
  store: DocumentFolder,
  log: Log,
  accountId: string,
  inventory: AccountInventory | undefined,
): Promise<void> {
  try {
    if (inventory === undefined) return await store.remove(accountId)
    const instances = [...inventory.instances.values()]
    await store.write(accountId, { version: 3, ...inventory, instances })
  } catch (error) {
    log.error('inventory.cache-not-written', error, { accountId })
  }
}
