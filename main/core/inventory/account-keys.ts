import type { CloudKey } from '../../../contract/accounts.js'
import type { Cloud, CloudKeyEntry } from '../clouds/cloud.js'
import { publicKeyLine } from '../keys/public-key.js'
import { LatchkeyError } from '../lib/error.js'
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
      const listed = await (await cloud(id)).listKeys(signal)
      const { idOf } = createKeyMatches(profile.read())
      return listed.map((entry) => ({ ...shown(entry), keyId: idOf(entry) }))
    },

    keyNames: ({ accountIds, name }) =>
      Promise.all(accountIds.map(async (accountId) => ({ accountId, name: await nameAt(accountId, name) }))),

    async renameKey({ id, key, name }, { signal }) {
      const { renameKey, keyName } = await cloud(id)
      if (renameKey === null) throw notOffered(record(id), 'names of keys')
      if (keyName(name) !== name) throw nameNotTaken(name, keyName(name))
      await renameKey(key, name, signal)
    },

    async describeKey({ id, key, description }, { signal }) {
      const { describeKey } = await cloud(id)
      if (describeKey === null) throw notOffered(record(id), 'descriptions of keys')
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
      let made = false
      try {
        const { id: keyId } = await keys.adopt({ name, description: whence(account) }, async () => {
          const privateHalf = await createKey(cloudName, signal)
          made = true
          return privateHalf
        })
        return { keyId, cloudName }
      } catch (error) {
        if (made) await takeBack(there, cloudName, log)
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

/** A key pair whose private half nobody has is of no use; where it can't go now, the user sees it in the account. */
async function takeBack(cloud: Cloud, cloudName: string, log: Log): Promise<void> {
  try {
    const made = (await cloud.listKeys()).filter(({ name }) => name === cloudName)
    for (const key of made) await cloud.deleteKey(key)
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
