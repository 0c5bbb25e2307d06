import { told } from '../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../core/lib/error.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import { wipe } from '../core/lib/wipe.js'
import type { PlainStoreFactory, SecretStore } from '../core/ports.js'
import { type KeychainEntries, keychainEntries, type NativeEntries } from './keychain-entries.js'
import { decodeItem, marker } from './keychain-item.js'
import { nameIndex } from './keychain-names.js'
import { deleteSecret, readSecret, writeSecret } from './keychain-secret.js'
import { defaultCollection, providerName } from './secret-service.js'

/**
 * Secrets in the system's keychain, one item each: service "Latchkey", account `<profile id>/<name>`. The profile's id is
 * asked for at each create() and open(). `recordNames` says under which names the profile expects secrets: a vault made
 * before there was an index of names (keychain-names.ts) gets one from them.
 *
 * A keychain without our items looks just like one that lost them, or like another keychain: so create() leaves a
 * marker item, open() wants to see it, and "there is no such secret" is said only while the marker is in sight.
 *
 * `probe` on Linux, tried with gnome-keyring: unlocked and locked are available (a locked one asks for its password at
 * create() and open()); no default collection, no service and no bus are not. A read of an item that isn't there
 * prompts in none of them.
 */
export async function keychain(
  profile: { id: () => string; recordNames: () => string[] },
  entries: NativeEntries = keychainEntries(),
): Promise<PlainStoreFactory> {
  const idNow = profile.id
  // The bus starts a provider when it is first asked for: only then can it be named.
  let label = await labelNow()
  const named = async <T>(result: T): Promise<T> => {
    label = await labelNow()
    return result
  }
  return {
    backend: 'keychain',
    get label() {
      return label
    },
    needsPassword: false,
    waits: entries.waits,
    probe: async () => named(await probe(entries, `${idNow()}/probe`)),
    async create() {
      const id = idNow()
      if (await seesMarker(entries, markerOf(id))) throw existsAlready()
      await entries.set(markerOf(id), marker)
      return named(openStore(entries, id, profile.recordNames))
    },
    async open() {
      const id = idNow()
      if (!(await seesMarker(entries, markerOf(id)))) throw await missing()
      return named(openStore(entries, id, profile.recordNames))
    },
    exists: async () => seesVault(entries, idNow()),
    async discard() {
      const id = idNow()
      await nameIndex(entries, id).discard()
      await entries.delete(markerOf(id))
    },
  }
}

async function labelNow(): Promise<string> {
  if (process.platform === 'darwin') return told`macOS keychain`
  if (process.platform === 'win32') return 'Windows Credential Manager'
  return providerName()
}

async function probe(entries: KeychainEntries, account: string): ReturnType<PlainStoreFactory['probe']> {
  try {
    await entries.get(account)
  } catch (error) {
    if (!isLatchkeyError(error)) throw error
    return unavailable(error)
  }
  if (process.platform !== 'linux' || (await defaultCollection()) !== 'absent') return { available: true }
  return unavailable(noCollection())
}

function unavailable(error: LatchkeyError): { available: false; reason: string } {
  return { available: false, reason: [error.message, error.info.advice].join(' ') }
}

const markerOf = (profileId: string) => `${profileId}/vault`

function openStore(entries: KeychainEntries, profileId: string, recordNames: () => string[]): SecretStore {
  const serially = oneAtATime()
  const index = nameIndex(entries, profileId)
  let closed = false

  function accountOf(name: string): string {
    if (closed) throw new LatchkeyError('vault-locked', 'The vault is locked.', { advice: 'Unlock it.' })
    return `${profileId}/${name}`
  }

  async function sureOfVault(): Promise<void> {
    if (!(await seesMarker(entries, markerOf(profileId)))) throw await missing()
  }

  async function listIndex(): Promise<string[]> {
    accountOf('')
    const listed = await index.list()
    if (listed.length === 0) await sureOfVault()
    return listed
  }

  /** One by one, so that whoever wants a secret meanwhile need not wait for all. */
  async function takeIn(name: string): Promise<string[]> {
    const bytes = await entries.get(accountOf(name))
    wipe(bytes)
    if (bytes !== null) await index.add(name)
    return bytes === null ? [] : [name]
  }

  return {
    async names() {
      const listed = await serially(listIndex)
      const takenIn: string[] = []
      for (const name of recordNames())
        if (!listed.includes(name)) takenIn.push(...(await serially(() => takeIn(name))))
      return [...listed, ...takenIn]
    },
    get: (name) =>
      serially(async () => {
        const secret = await readSecret(entries, accountOf(name))
        if (secret === null) await sureOfVault()
        return secret
      }),
    set: (name, secret) =>
      serially(async () => {
        const account = accountOf(name)
        await sureOfVault()
        await index.add(name)
        await writeSecret(entries, account, secret)
      }),
    delete: (name) =>
      serially(async () => {
        const deleted = await deleteSecret(entries, accountOf(name))
        if (!deleted) await sureOfVault()
        await index.remove(name)
        return deleted
      }),
    close: async () => {
      closed = true
    },
  }
}

async function seesMarker(entries: KeychainEntries, account: string): Promise<boolean> {
  const bytes = await entries.get(account)
  return bytes !== null && decodeItem(bytes)?.kind === 'marker'
}

/** A provider that is locked may show nothing at all, not even that it has a collection. */
async function seesVault(entries: KeychainEntries, profileId: string): Promise<boolean> {
  if (await seesMarker(entries, markerOf(profileId))) return true
  if (process.platform === 'linux' && (await defaultCollection()) === 'absent') throw noCollection()
  return false
}

function existsAlready(): LatchkeyError {
  return new LatchkeyError('vault-exists', 'This profile has a vault in the keychain already.', {
    advice: 'Open it instead.',
  })
}

/** A provider such as KeePassXC shows nothing at all while it is locked. */
async function missing(): Promise<LatchkeyError> {
  if (process.platform === 'linux' && (await defaultCollection()) === 'absent') return noCollection()
  return new LatchkeyError(
    'vault-missing',
    "The keychain answers, but this profile's vault is not in it: it is another keychain, or another user's.",
    {
      advice:
        'Nothing was changed. Check that you are logged in as the user who made it and that it is the same keychain: another provider, or one made anew, does not have your keys. If the right one is gone for good, a recovery kit or a backup brings them back: lock Latchkey if it is open, then choose to restore.',
      retryable: true,
    },
  )
}

function noCollection(): LatchkeyError {
  return new LatchkeyError('keychain-unavailable', 'The keychain shows no default collection.', {
    advice:
      'It may be locked: open it in its own program, then try again. If it was never used, make a collection with "Passwords and Keys" (Seahorse).',
    retryable: true,
  })
}
