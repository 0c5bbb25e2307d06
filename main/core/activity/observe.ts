import type { Account } from '../../../contract/accounts.js'
import { told } from '../../../contract/words/say.js'
import { isLatchkeyError } from '../lib/error.js'
import type { ProfileStore } from '../ports.js'
import type { AccountBook, InstancesService, KeysService, VaultService } from '../services.js'
import { eventsBetween, keyNamed } from './profile-events.js'
import type { ActivityRecord } from './record.js'

type Note = ActivityRecord['note']

/** The profile, with what its changes mean noted once they are on the disk. */
export function noteProfile(profile: ProfileStore, note: Note): ProfileStore {
  return {
    read: profile.read,
    async update(change) {
      let before = profile.read()
      const after = await profile.update((now) => {
        before = now
        return change(now)
      })
      for (const event of eventsBetween(before, after)) note(event)
      return after
    },
  }
}

/** The vault, with its openings, its locks and its passwords noted, wrong ones as well. */
export function noteVault(vault: VaultService, note: Note): VaultService {
  vault.onOpen(() => note({ event: 'vault-unlocked' }))
  vault.onLock((cause) => {
    if (cause !== undefined) note({ event: 'vault-locked', detail: cause })
  })
  const watched = async <T>(attempt: Promise<T>, detail: string): Promise<T> => {
    try {
      return await attempt
    } catch (error) {
      if (isLatchkeyError(error, 'password-wrong')) note({ event: 'vault-unlock-failed', detail })
      throw error
    }
  }
  return {
    ...vault,
    unlock: (input, options) => watched(vault.unlock(input, options), told`at an unlocking`),
    move: (input, options) => watched(vault.move(input, options), told`at a move of the vault`),
    async setPassword(input, options) {
      const status = await watched(vault.setPassword(input, options), told`at a change of the password`)
      note({ event: `vault-password-${passwordVerb(input)}` })
      return status
    },
  }
}

function passwordVerb({ current, next }: { current?: string | undefined; next: string | null }) {
  if (next === null) return 'removed'
  return current === undefined ? 'set' : 'changed'
}

/** The key pairs, with every private half that leaves the vault noted. */
export function noteExports<K extends Pick<KeysService, 'record' | 'export'>>(keys: K, note: Note): K {
  return {
    ...keys,
    async export(input: Parameters<KeysService['export']>[0], options: Parameters<KeysService['export']>[1]) {
      const key = keyNamed(keys.record(input.id))
      const done = await keys.export(input, options)
      const protection = input.passphrase ? told`encrypted` : told`not encrypted`
      note({ event: 'key-exported', key, detail: `${input.format}, ${protection}, ${done.path}` })
      return done
    },
  }
}

/** The accounts, with their changes and every public key that is put on one or taken off it noted. */
export function noteAccounts(
  accounts: AccountBook,
  keys: Pick<KeysService, 'record'>,
  note: Note,
): AccountBook {
  const find = async (id: string) =>
    (await accounts.list(undefined, {})).find((account) => account.id === id) ?? null
  const named = async (id: string) => ({ id, name: (await find(id))?.name ?? id })
  const changed = ({ id, name }: Account, details: string[]) => {
    if (details.length === 0) return
    note({ event: 'account-changed', account: { id, name }, detail: details.join(', ') })
  }
  return {
    ...accounts,
    async edit(input, options) {
      const before = await find(input.id)
      const after = await accounts.edit(input, options)
      const formDetails = input.values ? [told`another form`, ...trustDetails(before, after)] : []
      changed(after, [...nameDetails(before, after), ...formDetails])
      return after
    },
    async setDisabled(input, options) {
      const before = await find(input.id)
      const after = await accounts.setDisabled(input, options)
      if (before?.disabled !== after.disabled)
        changed(after, [after.disabled ? told`disabled` : told`enabled`])
      return after
    },
    async createKey(input, options) {
      const made = await accounts.createKey(input, options)
      const key = keyNamed(keys.record(made.keyId))
      const detail = `as ${made.cloudName}`
      note({ event: 'account-key-made', key, account: await named(input.id), detail })
      return made
    },
    async renameKey(input, options) {
      await accounts.renameKey(input, options)
      const detail = `${input.key.name} to ${input.name}`
      note({ event: 'account-key-renamed', account: await named(input.id), detail })
    },
    async deleteKey(input, options) {
      await accounts.deleteKey(input, options)
      note({ event: 'account-key-deleted', account: await named(input.id), detail: input.key.name })
    },
    async push(input, options) {
      const key = keyNamed(keys.record(input.keyId))
      const results = await accounts.push(input, options)
      const known = await accounts.list(undefined, options)
      for (const { accountId, outcome, cloudName } of results) {
        if (outcome !== 'pushed') continue
        const account = { id: accountId, name: known.find(({ id }) => id === accountId)?.name ?? accountId }
        note({ event: 'key-pushed', key, account, detail: `as ${cloudName}` })
      }
      return results
    },
  }
}

function nameDetails(before: Account | null, after: Account): string[] {
  return before === null || before.name === after.name ? [] : [`before: ${before.name}`]
}

/** Whose certificates are taken decides who may read along. */
function trustDetails(before: Account | null, { connection: now }: Account): string[] {
  const was = before?.connection
  return [
    ...(was?.ca === now.ca
      ? []
      : [now.ca === null ? told`no authorities of its own` : told`other authorities`]),
    ...(was?.ignoresTlsErrors === now.ignoresTlsErrors
      ? []
      : [now.ignoresTlsErrors ? told`certificates not checked` : told`certificates checked again`]),
  ]
}

/** The instances, with their starts and stops noted: terminals end with the one, and keys may open them again after the other. */
export function noteInstances(instances: InstancesService, note: Note): InstancesService {
  return {
    ...instances,
    async power(input, options) {
      await instances.power(input, options)
      const event = input.to === 'running' ? 'instance-started' : 'instance-stopped'
      note({ event, instanceId: input.id })
    },
  }
}
