import { isDeepStrictEqual } from 'node:util'
import type { Account, CloudKind } from '../../../contract/accounts.js'
import { createAccountSend } from '../clouds/account-send.js'
import type { Cloud, CloudAdapter } from '../clouds/cloud.js'
import { createRequestLog, type RequestLog } from '../clouds/request-log.js'
import { LatchkeyError } from '../lib/error.js'
import type { Ports } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import type { VaultService } from '../services.js'
import type { AccountSecrets, SecretFields } from './account-secrets.js'
import { observedCloud } from './observed-cloud.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  secrets: Pick<AccountSecrets, 'read'>
  adapters: readonly CloudAdapter[]
}

/** The accounts' clients, each made once with the account's credentials and forgotten when the vault is locked. */
export interface OpenClouds {
  /** A client that is not kept. Throws `input-invalid`. */
  connect(
    of: Pick<AccountRecord, 'kind' | 'connection'>,
    values: Record<string, string>,
    requests?: RequestLog,
  ): Cloud
  /** Of the accounts, in this run. */
  requestsOf(accountId: string): RequestLog
  /** Throws `account-disabled`, `secret-missing` or the vault's errors. */
  get(record: AccountRecord): Promise<Cloud>
  /** The stored account with exactly these credentials, if there is one. Throws the vault's errors. */
  withSecret(records: readonly AccountRecord[], secret: SecretFields): Promise<AccountRecord | null>
  /** The account is made anew when it is asked for next. */
  close(accountId: string): void
  forget(accountId: string): void
  /** Notes a call that went well before the account was one. */
  reached(accountId: string): void
  /** How the account's last call in this run went; null before the first. */
  lastContact(accountId: string): Account['lastContact']
}

/** None is open at first; each is opened when it is first asked for. */
export function createOpenClouds({ ports, vault, secrets, adapters }: Parts): OpenClouds {
  const clouds = new Map<string, Promise<Cloud>>()
  const contacts = new Map<string, Account['lastContact']>()
  const logs = new Map<string, RequestLog>()
  vault.onLock(() => clouds.clear())

  const connect: OpenClouds['connect'] = ({ kind, connection }, values, requests = createRequestLog()) => {
    const { clock, log, profile } = ports
    const proxy = () => profile.read().settings.proxy
    const send = createAccountSend({ connection, proxy, requests, clock })
    return adapterFor(adapters, kind).connect(values, { clock, log, send })
  }

  function requestsOf(id: string): RequestLog {
    const requests = logs.get(id) ?? createRequestLog()
    logs.set(id, requests)
    return requests
  }

  async function open(id: string): Promise<Cloud> {
    const { record, fields } = await secrets.read(id)
    if (fields === null) throw secretMissing(record.name)
    const cloud = connect(record, { ...record.values, ...fields }, requestsOf(id))
    return observedCloud(cloud, id, ports.clock, (contact) => contacts.set(id, contact))
  }

  return {
    connect,
    requestsOf,
    async withSecret(records, secret) {
      for (const record of records)
        if (isDeepStrictEqual((await secrets.read(record.id)).fields, secret)) return record
      return null
    },
    async get(record) {
      vault.secrets()
      if (record.disabled) throw accountDisabled(record.name)
      const cloud = clouds.get(record.id) ?? open(record.id)
      clouds.set(record.id, cloud)
      cloud.catch(() => clouds.delete(record.id))
      return cloud
    },
    close: (accountId) => void clouds.delete(accountId),
    forget(accountId) {
      clouds.delete(accountId)
      contacts.delete(accountId)
      logs.delete(accountId)
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
    { advice: 'Edit the account and enter them again.' },
  )
}

function accountDisabled(accountName: string): LatchkeyError {
  return new LatchkeyError('account-disabled', `The account "${accountName}" is disabled.`, {
    advice: 'Enable it under Accounts to have its cloud asked again.',
  })
}
