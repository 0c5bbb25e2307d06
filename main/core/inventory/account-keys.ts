import type { CloudKey } from '../../../contract/accounts.js'
import { told } from '../../../contract/words/say.js'
import type { Cloud, CloudKeyEntry } from '../clouds/cloud.js'
import { readKeys } from '../keys/formats/read-keys.js'
import { fingerprintMd5, publicKeyLine } from '../keys/public-key.js'
import { LatchkeyError } from '../lib/error.js'
import { wipeOnFailure } from '../lib/wipe.js'
import type { Log, ProfileStore } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import type { AccountsService, KeysService } from '../services.js'
import { createKeyMatches } from './key-matches.js'

interface Parts {
  profile: ProfileStore
  log: Log
  keys: Pick<KeysService, 'adopt'>
  /** Throws `account-not-found`. */
  record(accountId: string): AccountRecord
  cloud(accountId: string): Promise<Cloud>
}

type OfAccounts = Pick<
  AccountsService,
  'keys' | 'keyNames' | 'renameKey' | 'describeKey' | 'deleteKey' | 'createKey'
>

/** The key pairs that accounts hold: seen as the vault's where they are, changed as far as the cloud can. */
export function createAccountKeys({ profile, log, keys, record, cloud }: Parts): OfAccounts {
  async function nameAt(accountId: string, name: string): Promise<string | null> {
    try {
      return (await cloud(accountId)).keyName(name)
    } catch (error) {
      if (error instanceof LatchkeyError) return null // the push itself says why
      throw error
    }
  }

  return {
    async keys({ id }, { signal }) {
      const listed = await (await cloud(id)).listKeys(signal, () => undefined) // the account's contact tells of it
      const { idOf } = createKeyMatches(profile.read())
      return listed.map((entry) => ({ ...shown(entry), keyId: idOf(entry) }))
    },

    keyNames: ({ accountIds, name }) =>
      Promise.all(accountIds.map(async (accountId) => ({ accountId, name: await nameAt(accountId, name) }))),

    async renameKey({ id, key, name }, { signal }) {
      const { renameKey, keyName } = await cloud(id)
      if (renameKey === null) throw notOffered(record(id), told`names of keys`)
      if (keyName(name) !== name) throw nameNotTaken(name, keyName(name))
      await renameKey(key, name, signal)
    },

    async describeKey({ id, key, description }, { signal }) {
      const { describeKey } = await cloud(id)
      if (describeKey === null) throw notOffered(record(id), told`descriptions of keys`)
      await describeKey(key, description, signal)
    },

    async deleteKey({ id, key }, { signal }) {
      await (await cloud(id)).deleteKey(key, signal)
    },

    async createKey({ id, name }, { signal }) {
      const account = record(id)
      const there = await cloud(id)
      const { createKey } = there
      if (createKey === null) throw new LatchkeyError('input-invalid', `${account.name} makes no key pairs.`)
      const cloudName = there.keyName(name)
      let made: string | null = null
      try {
        const { id: keyId } = await keys.adopt({ name, description: whence(account) }, async () => {
          const privateHalf = await createKey(cloudName, signal)
          made = await wipeOnFailure(privateHalf, () => publicBlobOf(privateHalf))
          return privateHalf
        })
        return { keyId, cloudName }
      } catch (error) {
        if (made !== null) await takeBack(there, cloudName, made, log)
        throw error
      }
    },
  }
}

function shown(entry: CloudKeyEntry): Omit<CloudKey, 'keyId'> {
  const { name, region, cloudKeyId, fingerprintMd5, description, blob } = entry
  const publicKey = blob === null ? null : publicKeyLine(Buffer.from(blob, 'base64'), name)
  return { name, region, cloudKeyId, fingerprintMd5, description, publicKey }
}

const whence = ({ name }: AccountRecord) =>
  `Made by the cloud of the account "${name}": its private half came over the network.`

/** Base64. Throws `key-unreadable` and the like: what can't be told apart from other keys is not taken back. */
async function publicBlobOf(privateHalf: Uint8Array): Promise<string> {
  const [found] = await readKeys(privateHalf, null)
  if (found?.state === 'refused') throw found.problem
  if (found?.state === 'key') return found.proven.blob.toString('base64')
  throw new LatchkeyError('key-unreadable', 'What the cloud made is no private key that Latchkey can read.', {
    advice: 'Delete the key pair in the account, and make one in Latchkey instead.',
  })
}

/**
 * A key pair whose private half nobody has is of no use; where it can't go now, the user sees it in the account. Another
 * key of that name, in a region where it was put meanwhile, is not ours to delete.
 */
async function takeBack(cloud: Cloud, cloudName: string, blob: string, log: Log): Promise<void> {
  const isMade = (entry: CloudKeyEntry) =>
    entry.name === cloudName &&
    (entry.blob === null
      ? entry.fingerprintMd5 === fingerprintMd5(Buffer.from(blob, 'base64'))
      : entry.blob === blob)
  try {
    for (const key of await cloud.listKeys()) if (isMade(key)) await cloud.deleteKey(key)
  } catch (error) {
    log.error('account.useless-key-stays', error)
  }
}

function notOffered({ name }: AccountRecord, what: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The cloud of ${name} has no way to change ${what}.`, {
    advice: 'Change it in Latchkey instead, under Keys.',
  })
}

function nameNotTaken(name: string, nearest: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The cloud can't use the name "${name}".`, {
    advice: `"${nearest}" would do, for example.`,
  })
}
