import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { InstanceState, SshAddress } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import type { DocumentStore, Log } from '../ports.js'

/** What one account's cloud told at `readAt`. */
export interface AccountInventory {
  readAt: string
  instances: Map<string, CloudInstance>
  /** The account's key pairs at that time: they give the names that instances declare their meaning. */
  keys: CloudKeyEntry[]
}

const CachedInstance: z.ZodType<CloudInstance> = z.object({
  cloudId: z.string(),
  name: z.string(),
  state: InstanceState,
  cloudState: z.string(),
  zone: z.string(),
  os: z.string(),
  addresses: z.array(z.string()),
  ssh: z.array(SshAddress),
  keyNames: z.array(z.string()),
  userGuesses: z.array(z.string()).min(1),
})

const Document = z.object({
  version: z.literal(1),
  accounts: z.record(
    z.string(),
    z.object({
      readAt: Time,
      instances: z.array(CachedInstance),
      keys: z.array(z.object({ name: z.string(), fingerprintMd5: z.string().nullable() })),
    }),
  ),
})

/** The last inventory of each account, by the account's id: in memory, and on the disk for the next start. */
export interface InventoryCache {
  accounts(): Promise<Map<string, AccountInventory>>
  /** Writes what is in memory; a failure is logged only, since the clouds can be asked again. */
  save(): Promise<void>
}

/** A document that is damaged or of another version counts as none. */
export function createInventoryCache(store: DocumentStore, log: Log): InventoryCache {
  let loaded: Promise<Map<string, AccountInventory>> | null = null
  let lastWrite: Promise<void> = Promise.resolve()

  async function load(): Promise<Map<string, AccountInventory>> {
    const document = await store.read()
    if (document === null) return new Map()
    const result = Document.safeParse(document)
    if (!result.success)
      log.warn('inventory.cache-dropped', { problem: z.prettifyError(result.error).slice(0, 500) })
    const accounts = result.success ? Object.entries(result.data.accounts) : []
    return new Map(
      accounts.map(([id, account]) => [id, { ...account, instances: byCloudId(account.instances) }]),
    )
  }

  async function write(): Promise<void> {
    const now = [...(await accounts())]
    const plain = now.map(([id, account]) => [id, { ...account, instances: [...account.instances.values()] }])
    try {
      await store.write({ version: 1, accounts: Object.fromEntries(plain) })
    } catch (error) {
      log.error('inventory.cache-not-written', error)
    }
  }

  function accounts(): Promise<Map<string, AccountInventory>> {
    loaded ??= load()
    return loaded
  }

  return {
    accounts,
    save() {
      lastWrite = lastWrite.then(write)
      return lastWrite
    },
  }
}

export function byCloudId(instances: CloudInstance[]): Map<string, CloudInstance> {
  return new Map(instances.map((instance) => [instance.cloudId, instance]))
}
