import type { AccountCheck, AccountField, CloudKind } from '../../../contract/accounts.js'
import type { CloudKeyTypes } from '../../../contract/cloud-key-types.js'
import type { InstanceState, SshAddress } from '../../../contract/instances.js'
import type { Clock, Log } from '../ports.js'

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
  /**
   * A client for one account. Makes no call. Throws `input-invalid` with a sentence for the field
   * if a value can't be right (an endpoint that is no URL, an empty key).
   */
  connect(values: Record<string, string>, tools: CloudTools): Cloud
}

export interface CloudTools {
  clock: Clock
  log: Log
}

/**
 * One account of one cloud. Every method throws only LatchkeyErrors with a `cloud-…` code or `cancelled`; messages name
 * the cloud's own reason where it gave one. Reads are retried by the pacer where that may help; a write is never
 * repeated without first looking whether it took effect.
 */
export interface Cloud {
  /** Real calls that prove the credentials. */
  check(signal?: AbortSignal): Promise<AccountCheck>

  /** Every key pair of the account, all pages. */
  listKeys(signal?: AbortSignal): Promise<CloudKeyEntry[]>

  /** The nearest name to `wanted` that the cloud takes for a key; the same if it takes it as it is. */
  keyName(wanted: string): string

  /**
   * Puts a public key on the account. `publicKey` is one authorized_keys line.
   * Throws `cloud-duplicate-name` if another key has the name, `cloud-duplicate-key` if the key is there under another
   * name, `cloud-bad-key` if the cloud doesn't take the type. If the answer is lost, looks before it repeats.
   */
  importKey(name: string, publicKey: string, signal?: AbortSignal): Promise<void>

  /** Deletes by name. A key that isn't there counts as deleted. */
  deleteKey(name: string, signal?: AbortSignal): Promise<void>

  /** Every instance the account may see, all pages. */
  listInstances(signal?: AbortSignal): Promise<CloudInstance[]>

  /** One instance as it is now; null if it is gone. */
  getInstance(cloudId: string, signal?: AbortSignal): Promise<CloudInstance | null>

  /** The cloud's own way to put keys on an existing instance, or null where it has none. */
  binding: CloudBinding | null
}

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

  /** Each resolves when the cloud says it is done (its job ended), not when it was taken. */
  stop(cloudId: string, signal?: AbortSignal): Promise<void>
  /** Replaces the instance's set of keys by `keyNames`. */
  setKeys(cloudId: string, keyNames: string[], signal?: AbortSignal): Promise<void>
  start(cloudId: string, signal?: AbortSignal): Promise<void>
}

export interface CloudKeyEntry {
  name: string
  /** MD5 of the blob as `aa:bb:…` in lower case; null where the cloud gives none. */
  fingerprintMd5: string | null
}

export interface CloudInstance {
  cloudId: string
  name: string
  state: InstanceState
  cloudState: string
  zone: string
  os: string
  /** Public first, without duplicates. */
  addresses: string[]
  /** Best first. */
  ssh: SshAddress[]
  /** Names of the keys that the cloud declares for it. */
  keyNames: string[]
  /** Login users to try, likeliest first; at least one. */
  userGuesses: string[]
}
