import { randomUUID } from 'node:crypto'
import type { Account, AccountValues, CloudKey, CloudKind } from '../../../contract/accounts.js'
import { requireSettled } from '../bindings/unsettled.js'
import type { Cloud, CloudAdapter } from '../clouds/cloud.js'
import { sendHttp } from '../clouds/http.js'
import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports, ProfileStore } from '../ports.js'
import type { AccountRecord, Profile } from '../profile.js'
import type { AccountsService, KeysService, VaultService } from '../services.js'
import { createPush } from '../sync/push.js'
import { removeRecord, storeRecord } from '../vault/secret-record.js'
import { readForm } from './account-form.js'
import { parseInstanceId } from './instance-view.js'
import { createKeyMatches } from './key-matches.js'
import { accountNotFound } from './not-found.js'
import { adapterFor, createOpenClouds } from './open-clouds.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  keys: Pick<KeysService, 'record' | 'publicKeyLine'>
  adapters: readonly CloudAdapter[]
}

/** The cloud accounts: what is open in the profile, credentials in the vault as `account/<id>` (UTF-8 JSON). */
export function createAccounts({ ports, vault, keys, adapters }: Parts): AccountsService {
  const { profile, clock, log } = ports
  const clouds = createOpenClouds({ ports, vault, adapters })

  const withName = createNameGuard(profile)

  const stored = () => profile.read().accounts.filter(({ phase }) => phase === 'stored')

  function record(id: string): AccountRecord {
    const found = stored().find((account) => account.id === id)
    if (found === undefined) throw accountNotFound()
    return found
  }

  function toAccount({ id, kind, name, values, addedAt }: AccountRecord): Account {
    return { id, kind, name, values, addedAt, lastContact: clouds.lastContact(id) }
  }

  const cloud = async (id: string): Promise<Cloud> => clouds.get(record(id))

  function connect(kind: CloudKind, values: AccountValues) {
    const adapter = adapterFor(adapters, kind)
    const form = readForm(adapter, values)
    return { form, cloud: adapter.connect({ ...form.open, ...form.secret }, { clock, log, send: sendHttp }) }
  }

  /** The same credentials are the same account, however its endpoint is written: its instances would be listed twice. */
  async function refuseKnown(kind: CloudKind, secret: Record<string, string>): Promise<void> {
    const known = await clouds.withSecret(
      stored().filter((account) => account.kind === kind),
      secret,
    )
    if (known !== null) throw alreadyKnown(known.name)
  }

  return {
    cloud,
    kinds: async () =>
      adapters.map(({ kind, label, hint, keyTypes, fields, presets, capabilities }) => {
        return { kind, label, hint, keyTypes, fields, presets, capabilities }
      }),
    list: async () => stored().map(toAccount),
    check: async ({ kind, values }, { signal }) => connect(kind, values).cloud.check(signal),

    add: ({ kind, name, values }, { signal }) =>
      withName(name, async () => {
        const secrets = vault.secrets()
        const { form, cloud } = connect(kind, values)
        await refuseKnown(kind, form.secret)
        await cloud.check(signal)
        const addedAt = new Date(clock.now()).toISOString()
        const added = { id: randomUUID(), kind, name, values: form.open, addedAt }
        await withSecretText(JSON.stringify(form.secret), (secret) =>
          storeRecord(profile, secrets, 'accounts', added, secret),
        )
        clouds.reached(added.id)
        return toAccount(record(added.id))
      }),

    async remove({ id }) {
      const { name } = record(id)
      await removeRecord(profile, vault.secrets(), 'accounts', id, (now) => {
        requireSettled(now, isOf(id), `the account "${name}"`)
        return withoutTraces(now, id)
      })
      clouds.forget(id)
    },

    async keys({ id }, { signal }) {
      const listed = await (await cloud(id)).listKeys(signal)
      const matches = createKeyMatches(profile.read())
      return listed.map((key): CloudKey => {
        const { name, fingerprintMd5, region, description } = key
        return { name, fingerprintMd5, region, description, keyId: matches.idOf(key) }
      })
    },

    push: createPush({ cloud, keys, log }),
  }
}

/** Makes work on a new name exclusive: it throws `account-name-taken` for a name that is used or being taken. */
function createNameGuard(profile: ProfileStore) {
  const inWork = new Set<string>()

  return async function withName<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lower = name.toLowerCase()
    const used = profile.read().accounts.map((account) => account.name.toLowerCase())
    if (used.includes(lower) || inWork.has(lower)) throw nameTaken(name)
    inWork.add(lower)
    try {
      return await work()
    } finally {
      inWork.delete(lower)
    }
  }
}

function nameTaken(name: string): LatchkeyError {
  return new LatchkeyError('account-name-taken', `There is an account named "${name}" already.`, {
    advice: 'Choose another name.',
  })
}

function alreadyKnown(name: string): LatchkeyError {
  return new LatchkeyError('account-already-known', `This account is here already, as "${name}".`, {
    advice: 'Use that one, or enter the keys of another user.',
  })
}

/** What Latchkey knows of the account's instances goes with it. */
function withoutTraces(profile: Profile, accountId: string): Profile {
  const isOfThis = isOf(accountId)
  return { ...profile, bindings: profile.bindings.filter((binding) => !isOfThis(binding)) }
}

const isOf = (accountId: string) => {
  return ({ instanceId }: { instanceId: string }) => parseInstanceId(instanceId)?.accountId === accountId
}
