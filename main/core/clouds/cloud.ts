import type {
  AccountCheck,
  AccountField,
  AccountPreset,
  CloudCapabilities,
  CloudKind,
  PastedAccount,
} from '../../../contract/accounts.js'
import type { CloudKeyTypes } from '../../../contract/cloud-key-types.js'
import type { InstanceState, SshAddress } from '../../../contract/instances.js'
import type { KeyType } from '../../../contract/keys.js'
import type { LatchkeyError } from '../lib/error.js'
import type { Clock, Log } from '../ports.js'
import type { SendHttp } from './http.js'

/** A kind of cloud, as `registry.ts` lists it. One folder per adapter; adapters never import each other. */
export interface CloudAdapter {
  kind: CloudKind
  label: string
  /** Which products users know it under. */
  hint: string
  /** For the advice beside a new key pair; the cloud's own refusal is what counts. */
  keyTypes: CloudKeyTypes
  /** The account's form. */
  fields: AccountField[]
  /** Never empty; the first is the plain cloud. */
  presets: AccountPreset[]
  capabilities: CloudCapabilities
  /** What deleting a key pair from an account means, above all for the instances that have it, as sentences. */
  keyDeletion: string[]
  /**
   * What a file of the vendor's tools (`openrc`, `clouds.yaml`) that the user pasted says. Absent where there are no such
   * files. `cloud`: which is meant, where a file holds several. Throws `input-invalid` where there is nothing of use in it.
   */
  readPasted?(text: string, cloud?: string): PastedAccount
  /**
   * A client for one account. Makes no call. Throws `input-invalid` with a sentence for the field
   * if a value can't be right (an endpoint that is no URL, an empty key).
   */
  connect(values: Record<string, string>, tools: CloudTools): Cloud
}

export interface CloudTools {
  clock: Clock
  log: Log
  /** The only way to the network. */
  send: SendHttp
}

/**
 * One account of one cloud. Every method throws only LatchkeyErrors with a `cloud-…` code or `cancelled`; messages name
 * the cloud's own reason where it gave one. Reads are retried by the pacer where that may help; a write is never
 * repeated without first looking whether it took effect.
 */
export interface Cloud {
  /** Real calls that prove the credentials. */
  check(signal?: AbortSignal): Promise<AccountCheck>

  /** Every key pair of the account: all pages, all of its regions. For `lost` see there. */
  listKeys(signal?: AbortSignal, lost?: RegionLost): Promise<CloudKeyEntry[]>

  /** The account's regions, each of which has keys of its own. Absent where keys are the account's. */
  keyRegions?(signal?: AbortSignal): Promise<string[]>
  /** The nearest name to `wanted` that the cloud takes for a key; the same if it takes it as it is. */
  keyName(wanted: string): string

  /**
   * Puts a public key on the account, in each of its regions where keys are a region's own. `publicKey` is one
   * authorized_keys line. False where it was there already under this name, everywhere.
   * Throws `cloud-duplicate-name` if another key has the name, `cloud-duplicate-key` if the key is there under another
   * name, `cloud-bad-key` if the cloud doesn't take the type. If the answer is lost, looks before it repeats. For `lost`
   * see there: regions that don't take it now while others do, or have it. A name that is taken in a region that answers is
   * thrown before anything is done. Regions in `silent` are left out: who names them has just waited for them in vain.
   */
  importKey(
    name: string,
    publicKey: string,
    signal?: AbortSignal,
    lost?: RegionLost,
    silent?: ReadonlySet<string>,
  ): Promise<boolean>

  /** Deletes it. A key that isn't there counts as deleted. Throws `cloud-key-in-use` where the cloud keeps it for that. */
  deleteKey(key: CloudKeyRef, signal?: AbortSignal): Promise<void>

  /** What the cloud keeps each of these for, in their order. Absent: it deletes any, whatever has it. */
  keyHolders?: ((keys: CloudKeyRef[], signal?: AbortSignal) => Promise<KeyHolders[]>) | undefined

  /** Null where the cloud has no way: Latchkey then keeps a name or a description of its own. */
  renameKey: ((key: CloudKeyRef, name: string, signal?: AbortSignal) => Promise<void>) | null
  describeKey: ((key: CloudKeyRef, description: string, signal?: AbortSignal) => Promise<void>) | null

  /** Has the cloud make a key pair; answers the private half (PEM), which the caller wipes. Null where it makes none. */
  createKey: ((name: string, signal?: AbortSignal) => Promise<Uint8Array>) | null

  /** Every instance the account may see: all pages, all of its regions. For `lost` see there. */
  listInstances(signal?: AbortSignal, lost?: RegionLost): Promise<CloudInstance[]>

  /** One instance as it is now; null if it is gone. Throws where a region does not answer that may have it. */
  getInstance(cloudId: string, signal?: AbortSignal): Promise<CloudInstance | null>

  /** Each resolves when the cloud says it is done (its job ended), not when it was taken. */
  power: {
    stop(cloudId: string, signal?: AbortSignal): Promise<void>
    start(cloudId: string, signal?: AbortSignal): Promise<void>
  }

  /** The cloud's own way to put keys on an existing instance, or null where it has none. */
  binding: CloudBinding | null

  /** What helps where no key opens an instance any more. Absent: nothing that a console's own pages don't. */
  recovery?: CloudRecovery
}

/** What has a key pair, so that the cloud does not delete it. */
export interface KeyHolders {
  /** Cloud ids of instances. */
  instanceIds: string[]
  /** The account's own images that may have it; which of them do, if any, the cloud does not say. */
  images: CloudImage[]
  /** Why images are not known, or not all. */
  problem: LatchkeyError | null
}

export interface CloudImage {
  id: string
  name: string
  region: string | null
}

export interface CloudRecovery {
  /** What every version of the cloud takes of a key that is made for this. */
  keyType: KeyType
  /** Where an instance's screen is on the cloud's own pages, as a sentence. */
  consolePlace: string
  /** How a login user gets a password by the cloud, where it has a way, as a sentence. */
  newPassword?: string
  /** What to do instead of pasting, where the screen takes no pasted text, as sentences. */
  noPasting?: string
  /** Why this cloud tells no address of a screen, as a sentence; null where it does. Absent: every release does. */
  whyNoAddress?(signal?: AbortSignal): Promise<string | null>
  /**
   * Asks for the address of an instance's screen, for a browser. It lets in whoever has it: it goes into no log, no error and
   * no file.
   */
  consoleAddress(cloudId: string, signal?: AbortSignal): Promise<ConsoleAddress>
}

export interface ConsoleAddress {
  /** Of http or https. */
  address: string
  /** How long it lets somebody in, in seconds; by the vendor's defaults where operators may choose. */
  validS: number
  /** Whether it does so only once. */
  once: boolean
}

/**
 * Told of each region that fails while others don't, with its own error; a list is then without it. Who gives none
 * wants all or nothing, and the region's failure is thrown. So is what is about the whole account (its credentials), and the
 * failure of all regions.
 */
export type RegionLost = (region: string, error: LatchkeyError) => void

export interface CloudBinding {
  /** The cloud's word: "Reset SSH key (CloudStack)". */
  label: string
  /** True if the instance must be stopped first. */
  needsStopped: boolean
  /** What this way does beyond the steps, as plain sentences. `instance` is named in them. */
  consequences(instance: CloudInstance): string[]
  /** What may make it fail or do nothing on this instance. */
  warnings(instance: CloudInstance): string[]
  /** After a bind whose login was refused: the cloud's known reason and what to do, as sentences. */
  whyRefused(instance: CloudInstance): string

  /** The cloud's word for taking keys away, where it is another. */
  removalLabel?: string
  /** The same for taking `keyNames` away, above all what is left to log in with. Absent: nothing beyond. */
  consequencesOfRemoval?(instance: CloudInstance, keyNames: string[]): string[]
  /** Why the cloud would not take them away, known before the instance is stopped for it; null where nothing is. */
  refusesRemoval?(instance: CloudInstance, keyNames: string[]): LatchkeyError | null

  /** Replaces the instance's set of keys by `keyNames`. Resolves when the cloud says it is done. */
  setKeys(cloudId: string, keyNames: string[], signal?: AbortSignal): Promise<void>
  /** Takes these keys away from the instance, as far as the cloud can; null where it has no way. */
  removeKeys: ((cloudId: string, keyNames: string[], signal?: AbortSignal) => Promise<void>) | null
  /** The same for many instances in as few calls as the cloud allows; null where it has no way. */
  setKeysOfMany: OfMany | null
  removeKeysOfMany: OfMany | null
}

/** What became of each instance; null: it is done. Throws what is about the account. */
type OfMany = (
  cloudIds: string[],
  keyNames: string[],
  signal?: AbortSignal,
) => Promise<Map<string, LatchkeyError | null>>

/** Names one key pair of an account; as much of it as the cloud needs. */
export interface CloudKeyRef {
  name: string
  /** Null where keys are the whole account's. */
  region: string | null
  /** The cloud's own id; null where the name is the id. */
  cloudKeyId: string | null
}

export interface CloudKeyEntry extends CloudKeyRef {
  /** Base64 of the public key blob (RFC 4253 §6.6); null where the cloud doesn't give the key itself. */
  blob: string | null
  /** MD5 of the blob as `aa:bb:…` in lower case; null where the cloud gives none. */
  fingerprintMd5: string | null
  description: string | null
}

export interface CloudInstance {
  cloudId: string
  name: string
  state: InstanceState
  cloudState: string
  /** Null where the cloud has none. */
  region: string | null
  zone: string
  /** The image's own name; empty where it is not known. */
  image: string
  os: string
  /** Public first, without duplicates. */
  addresses: string[]
  /** Best first. */
  ssh: SshAddress[]
  /** Names of the keys that the cloud declares for it, in its region; the cloud's id of one whose name is not known. */
  keyNames: string[]
  /** Login users to try, likeliest first; at least one. */
  userGuesses: string[]
  /** `name=value`, or a name alone; absent for none. */
  tags?: string[]
  /** ISO 8601; absent where the cloud does not tell it. */
  createdAt?: string
}
