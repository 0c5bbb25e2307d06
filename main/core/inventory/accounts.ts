import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  type Account,
  type AccountValues,
  type CloudKind,
  plainConnection,
} from '../../../contract/accounts.js'
import { told } from '../../../contract/words/say.js'
import { requireSettled } from '../bindings/unsettled.js'
import type { Cloud, CloudAdapter } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports } from '../ports.js'
import type { AccountRecord, Profile } from '../profile.js'
import type { AccountBook, KeysService, VaultService } from '../services.js'
import { createPush } from '../sync/push.js'
import { withoutAccount } from '../sync/wanted.js'
import { removeRecord, storeRecord } from '../vault/secret-record.js'
import { sureOfAnswer } from '../vault/sure-of-answer.js'
import { type FormValues, optionalSecretsIn, readEditedForm, readForm, scopeOf } from './account-form.js'
import { createAccountKeys } from './account-keys.js'
import { createNameGuard } from './account-names.js'
import { createAccountSecrets } from './account-secrets.js'
import { parseInstanceId } from './instance-view.js'
import { accountNotFound } from './not-found.js'
import { adapterFor, createOpenClouds } from './open-clouds.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onOpen' | 'onLock'>
  keys: Pick<KeysService, 'record' | 'publicKeyLine' | 'adopt'>
  adapters: readonly CloudAdapter[]
}

/** An account that is to be, or to change. */
type Candidate = Pick<AccountRecord, 'id' | 'kind' | 'connection'>

/** The cloud accounts: what is open in the profile, credentials in the vault. */
export function createAccounts({ ports, vault, keys, adapters }: Parts): AccountBook {
  const { profile, clock, log } = ports
  const secrets = createAccountSecrets({ profile, vault, log })
  const clouds = createOpenClouds({ ports, vault, secrets, adapters })
  const withName = createNameGuard(profile)

  const stored = () => profile.read().accounts.filter(({ phase }) => phase === 'stored')

  function record(id: string): AccountRecord {
    const found = stored().find((account) => account.id === id)
    if (found === undefined) throw accountNotFound()
    return found
  }

  const account = (id: string) => toAccount(record(id), clouds.lastContact(id))

  const cloud = async (id: string): Promise<Cloud> => clouds.get(record(id))

  /** What the profile keeps of a form. */
  const keptOf = (kind: CloudKind, form: FormValues) => {
    return { values: form.open, optionalSecrets: optionalSecretsIn(adapterFor(adapters, kind), form) }
  }

  /** Calls of a form that is tried stand in the account's log too. */
  function connect(of: Candidate, { open, secret }: FormValues): Cloud {
    const requests = stored().some(({ id }) => id === of.id) ? clouds.requestsOf(of.id) : undefined
    return clouds.connect(of, { ...open, ...secret }, requests)
  }

  /** The form of an account that is here, with its credentials for those that are left empty. */
  async function editedForm(id: string, values: AccountValues): Promise<FormValues> {
    const { record, fields } = await secrets.read(id)
    return readEditedForm(adapterFor(adapters, record.kind), values, record, fields)
  }

  /**
   * The same credentials for the same project and regions are the same account, however its endpoint is written: its
   * instances would be listed twice.
   */
  async function refuseKnown({ id, kind }: Candidate, { open, secret }: FormValues): Promise<void> {
    const scope = (values: AccountValues) => scopeOf(adapterFor(adapters, kind), values)
    const others = stored().filter(
      (other) =>
        other.kind === kind && other.id !== id && isDeepStrictEqual(scope(other.values), scope(open)),
    )
    const known = await clouds.withSecret(others, secret)
    if (known !== null) throw alreadyKnown(known.name)
  }

  /** Real calls, before anything is saved. */
  async function prove(candidate: Candidate, form: FormValues, signal?: AbortSignal): Promise<void> {
    const cloud = connect(candidate, form)
    await refuseKnown(candidate, form)
    await cloud.check(signal)
  }

  return {
    cloud,
    kinds: async () =>
      adapters.map(({ kind, label, hint, keyTypes, fields, presets, capabilities, readPasted }) => {
        const readsPasted = readPasted !== undefined
        return { kind, label, hint, keyTypes, fields, presets, readsPasted, capabilities }
      }),
    list: async () => stored().map(({ id }) => account(id)),

    async readPasted({ kind, text, cloud }) {
      const { readPasted, label } = adapterFor(adapters, kind)
      if (readPasted === undefined) throw nothingPasted(label)
      return readPasted(text, cloud)
    },

    async check({ kind, values, connection = plainConnection, id }, { signal }) {
      const form =
        id === undefined ? readForm(adapterFor(adapters, kind), values) : await editedForm(id, values)
      return connect({ id: id ?? '', kind, connection }, form).check(signal)
    },

    add: ({ kind, preset = null, name, values, connection = plainConnection }, { signal }) =>
      withName(name, async () => {
        const store = vault.secrets()
        await sureOfAnswer(store)
        const id = randomUUID()
        const form = readForm(adapterFor(adapters, kind), values)
        await prove({ id, kind, connection }, form, signal)
        const addedAt = new Date(clock.now()).toISOString()
        const kept = keptOf(kind, form)
        const added = { id, kind, preset, name, ...kept, connection, disabled: false, addedAt }
        await withSecretText(JSON.stringify(form.secret), (secret) =>
          storeRecord(profile, store, 'accounts', added, secret),
        )
        clouds.reached(id)
        return account(id)
      }),

    async edit({ id, name = record(id).name, values, connection = record(id).connection }, { signal }) {
      const { kind } = record(id)
      return withName(
        name,
        async () => {
          if (values === undefined) {
            await secrets.change(id, (now) => ({ ...now, name }), null)
            return account(id)
          }
          const form = await editedForm(id, values)
          await prove({ id, kind, connection }, form, signal)
          const change = (now: AccountRecord) => ({ ...now, name, ...keptOf(kind, form), connection })
          await secrets.change(id, change, form.secret)
          clouds.close(id)
          clouds.reached(id)
          return account(id)
        },
        id,
      )
    },

    async setDisabled({ id, disabled }) {
      const { name } = record(id)
      await profile.update((now) => {
        if (disabled) requireSettled(now, isOf(id), told`the account "${name}"`)
        return withAccount(now, id, (account) => ({ ...account, disabled }))
      })
      if (disabled) clouds.forget(id)
      return account(id)
    },

    remove: ({ id }) =>
      secrets.inTurn(async () => {
        const { name } = record(id)
        await removeRecord(profile, vault.secrets(), 'accounts', id, (now) => {
          requireSettled(now, isOf(id), told`the account "${name}"`)
          return withoutTraces(now, id)
        })
        clouds.forget(id)
      }),

    requests: async ({ id }) => clouds.requestsOf(record(id).id).list(),

    ...createAccountKeys({ profile, log, keys, record, cloud }),

    push: createPush({ cloud, keys, log }),
  }
}

function toAccount(record: AccountRecord, lastContact: Account['lastContact']): Account {
  const { phase: _phase, ...facts } = record
  return { ...facts, lastContact }
}

function alreadyKnown(name: string): LatchkeyError {
  return new LatchkeyError('account-already-known', `This account is here already, as "${name}".`, {
    advice: 'Use that one, or enter the keys of another user.',
  })
}

function nothingPasted(label: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `There are no files of ${label} to be read.`, {
    advice: 'Fill in the fields by hand.',
  })
}

function withAccount(
  profile: Profile,
  id: string,
  change: (account: AccountRecord) => AccountRecord,
): Profile {
  const accounts = profile.accounts.map((account) => (account.id === id ? change(account) : account))
  return { ...profile, accounts }
}

/** What Latchkey knows of the account's instances goes with it, and what was wanted on it. */
function withoutTraces(profile: Profile, accountId: string): Profile {
  const isOfThis = isOf(accountId)
  return {
    ...profile,
    bindings: profile.bindings.filter((binding) => !isOfThis(binding)),
    looseProofs: profile.looseProofs.filter((proof) => !isOfThis(proof)),
    recentSessions: profile.recentSessions.filter((session) => !isOfThis(session)),
    connections: profile.connections.filter((one) => !isOfThis(one)),
    forwards: profile.forwards.filter((one) => !isOfThis(one)),
    bastions: profile.bastions.filter((one) => one.accountId !== accountId),
    nameplates: profile.nameplates.filter((one) => !isOfThis(one)),
    wanted: withoutAccount(profile.wanted, accountId),
  }
}

const isOf = (accountId: string) => {
  return ({ instanceId }: { instanceId: string }) => parseInstanceId(instanceId)?.accountId === accountId
}
