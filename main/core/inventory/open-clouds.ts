import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Account, CloudKind } from '../../../contract/accounts.js'
import type { Cloud, CloudAdapter } from '../clouds/cloud.js'
import { sendHttp } from '../clouds/http.js'
import { LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import type { VaultService } from '../services.js'
import { secretName } from '../vault/secret-record.js'
import { observedCloud } from './observed-cloud.js'

const SecretFields = z.record(z.string(), z.string())

interface Parts {
  ports: Pick<Ports, 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  adapters: readonly CloudAdapter[]
}

/** The accounts' clients, each made once with the account's credentials and forgotten when the vault is locked. */
export interface OpenClouds {
  /** Throws `secret-missing` or the vault's errors. */
  get(record: AccountRecord): Promise<Cloud>
  /** The stored account with exactly these credentials, if there is one. Throws the vault's errors. */
  withSecret(records: readonly AccountRecord[], secret: Record<string, string>): Promise<AccountRecord | null>
  forget(accountId: string): void
  /** Notes a call that went well before the account was one. */
  reached(accountId: string): void
  /** How the account's last call in this run went; null before the first. */
  lastContact(accountId: string): Account['lastContact']
}

/** None is open at first; each is opened when it is first asked for. */
export function createOpenClouds({ ports, vault, adapters }: Parts): OpenClouds {
  const clouds = new Map<string, Promise<Cloud>>()
  const contacts = new Map<string, Account['lastContact']>()
  vault.onLock(() => clouds.clear())

  async function open(record: AccountRecord): Promise<Cloud> {
    const secret = await readSecret(record)
    const tools = { ...ports, send: sendHttp }
    const cloud = adapterFor(adapters, record.kind).connect({ ...record.values, ...secret }, tools)
    return observedCloud(cloud, ports.clock, (contact) => contacts.set(record.id, contact))
  }

  async function readSecret({ id, name }: AccountRecord): Promise<Record<string, string>> {
    const bytes = await vault.secrets().get(secretName('accounts', id))
    try {
      if (bytes === null) throw secretMissing(name)
      return SecretFields.parse(JSON.parse(new TextDecoder().decode(bytes)))
    } finally {
      wipe(bytes)
    }
  }

  async function hasSecret(record: AccountRecord, secret: Record<string, string>): Promise<boolean> {
    try {
      return isDeepStrictEqual(await readSecret(record), secret)
    } catch (error) {
      if (error instanceof LatchkeyError && error.info.code === 'secret-missing') return false
      throw error
    }
  }

  return {
    async withSecret(records, secret) {
      for (const record of records) if (await hasSecret(record, secret)) return record
      return null
    },
    async get(record) {
      vault.secrets()
      const cloud = clouds.get(record.id) ?? open(record)
      clouds.set(record.id, cloud)
      cloud.catch(() => clouds.delete(record.id))
      return cloud
    },
    forget(accountId) {
      clouds.delete(accountId)
      contacts.delete(accountId)
    },
    reached: (accountId) =>
      void contacts.set(accountId, { at: new Date(ports.clock.now()).toISOString(), ok: true }),
    lastContact: (accountId) => contacts.get(accountId) ?? null,
  }
}

/** The adapter of a kind of cloud. The contract's kinds all have one; throws otherwise. */
export function adapterFor(adapters: readonly CloudAdapter[], kind: CloudKind): CloudAdapter {
  const found = adapters.find((adapter) => adapter.kind === kind)
  if (found === undefined) throw new Error(`There is no adapter for ${kind}.`)
  return found
}

function secretMissing(accountName: string): LatchkeyError {
  return new LatchkeyError(
    'secret-missing',
    `The vault holds no credentials for the account "${accountName}".`,
    {
      advice: 'Remove the account and add it again with its keys.',
    },
  )
}
