import { z } from 'zod'
import { Id, isPlainText, Nothing, procedure, Time } from './base.js'
import { CloudKeyTypes } from './cloud-key-types.js'
import { ErrorCode, ErrorInfo } from './errors.js'
import { KeyName, RadiusPlace } from './keys.js'
import { Said } from './words/said.js'

export const CloudKind = z.enum(['cloudstack', 'openstack', 'tencent'])
export type CloudKind = z.infer<typeof CloudKind>

/** One field of an account's form, declared by the cloud's adapter. */
export const AccountField = z.object({
  name: z.string(),
  label: Said,
  help: Said,
  /** In the field's own format; shown as placeholder. */
  example: Said,
  secret: z.boolean(),
  /** Where it is shown: a field that is not counts as empty (account-form.ts). */
  required: z.boolean(),
  /** What can be chosen; the first is the default. Without, it is typed. */
  choices: z.array(z.object({ value: z.string(), label: Said })).optional(),
  /** Of a secret that may be left out: what follows from it being filled in, as a sentence. */
  whenSet: Said.optional(),
  /** Shown only where another field has one of these values. */
  when: z.object({ field: z.string(), is: z.array(z.string()) }).optional(),
})
export type AccountField = z.infer<typeof AccountField>

/** A product that is built on a kind of cloud: what its users need not look up. */
export const AccountPreset = z.object({
  id: z.string(),
  /** As users know it: "VK Cloud". */
  label: z.string(),
  hint: Said,
  /** By the field's name; filled in, and may be changed. */
  values: z.record(z.string(), z.string()),
  /** What is said of a field in place of the adapter's general words, by its name. */
  words: z.record(z.string(), z.object({ help: Said, example: Said }).partial()),
})
export type AccountPreset = z.infer<typeof AccountPreset>

/** What the cloud's own way to put keys on an instance does beyond that. */
export const BindEffect = z.enum([
  'stops-machine',
  'password-login-off',
  'replaces-keys',
  'only-at-next-boot',
])
export type BindEffect = z.infer<typeof BindEffect>

/** What a kind of cloud can do, so that nobody needs to know the vendor's name. */
export const CloudCapabilities = z.object({
  renamesKeys: z.boolean(),
  describesKeys: z.boolean(),
  /** What the cloud makes itself, e.g. "RSA 2048"; its private half then crosses the wire. Null: it makes none. */
  makesKeys: z.string().nullable(),
  /** Keys are each region's own. */
  keysPerRegion: z.boolean(),
  /** The cloud deletes no key that an instance has. */
  keepsUsedKeys: z.boolean(),
  /** Null: it has no way, and keys get onto instances over SSH. */
  bind: z.object({ label: Said, effects: z.array(BindEffect), unbinds: z.boolean() }).nullable(),
})
export type CloudCapabilities = z.infer<typeof CloudCapabilities>

export const CloudKindInfo = z.object({
  kind: CloudKind,
  label: z.string(),
  /** Which products users know it under. */
  hint: Said,
  keyTypes: CloudKeyTypes,
  fields: z.array(AccountField),
  /** Never empty; the first is the plain cloud. */
  presets: z.array(AccountPreset),
  /** Whether it reads files of the vendor's tools (`readPasted`). */
  readsPasted: z.boolean(),
  capabilities: CloudCapabilities,
})
export type CloudKindInfo = z.infer<typeof CloudKindInfo>

/** The values of a form, secrets among them: goes in only. */
export const AccountValues = z.record(z.string(), z.string().max(4096))
export type AccountValues = z.infer<typeof AccountValues>

export const PastedAccount = z.object({
  /** Of the form, secret ones as well. */
  values: AccountValues,
  /** What the file says beyond, which is not taken over, as sentences with what to do about it. */
  notes: z.array(Said),
  /** The clouds of a file that holds several, one of which is to be named; the rest is empty then. */
  clouds: z.array(z.string()).exactOptional(),
})
export type PastedAccount = z.infer<typeof PastedAccount>

export const AccountName = z
  .string()
  .trim()
  .min(1, 'An account needs a name.')
  .max(100, 'A name has at most 100 characters.')
  .refine(isPlainText, 'A name has no control characters, and none that turn the text around.')

/** What a real call found. */
export const AccountCheck = z.object({
  /** Who the cloud says we are. */
  user: Said,
  /** Whose keys and instances these are, where that is not the user: a project, a domain. */
  project: Said.nullable(),
  /** The cloud's product and version, e.g. "CloudStack 4.20.1.0". */
  product: z.string(),
  /** Regions, or what the cloud has in their place. */
  regions: z.array(z.string()),
  /** Null where the credentials may not list them. */
  keyCount: z.int().nullable(),
  instanceCount: z.int().nullable(),
  /** Rights that are missing, each as a sentence with what won't work. */
  missing: z.array(Said),
})
export type AccountCheck = z.infer<typeof AccountCheck>

/** How an account's cloud is reached, beyond its form. */
export const AccountConnection = z.object({
  /** Certificates (PEM) of the authorities that a private cloud's certificate comes from, beside those of the computer. */
  ca: z.string().max(200_000).nullable(),
  /** Any certificate is taken, so that anybody on the way can read and change everything. */
  ignoresTlsErrors: z.boolean(),
})
export type AccountConnection = z.infer<typeof AccountConnection>

export const plainConnection: AccountConnection = { ca: null, ignoresTlsErrors: false }

export const Account = z.object({
  id: Id,
  kind: CloudKind,
  /** The product it was added as; null where that is not known. */
  preset: z.string().nullable(),
  name: z.string(),
  /** The fields that are not secret. */
  values: AccountValues,
  /** Which secret fields that may be left out are filled in; absent for an account of before that was noted. */
  optionalSecrets: z.array(z.string()).exactOptional(),
  connection: AccountConnection,
  /** No calls are made for it. */
  disabled: z.boolean(),
  addedAt: Time,
  /** Result of the last contact; null before the first in this run. With a problem and `ok`, some regions do not answer. */
  lastContact: z.object({ at: Time, ok: z.boolean(), problem: ErrorInfo.optional() }).nullable(),
})
export type Account = z.infer<typeof Account>

/** Names one key pair of an account; as much of it as the cloud needs. */
export const CloudKeyRef = z.object({
  name: z.string().max(1000),
  /** Null where keys are the whole account's. */
  region: z.string().max(1000).nullable(),
  /** The cloud's own id; null where the name is the id. */
  cloudKeyId: z.string().max(1000).nullable(),
})
export type CloudKeyRef = z.infer<typeof CloudKeyRef>

/** A public key as an account holds it. */
export const CloudKey = CloudKeyRef.extend({
  /** As the cloud gives it, normalised to `aa:bb:…` MD5; null where the cloud gives none. */
  fingerprintMd5: z.string().nullable(),
  /** One authorized_keys line; null where the cloud doesn't give the key itself. */
  publicKey: z.string().nullable(),
  description: z.string().nullable(),
  /** The vault's key pair it is, matched by the key itself or its fingerprint. */
  keyId: Id.nullable(),
})
export type CloudKey = z.infer<typeof CloudKey>

/** One account's result of a push: a normal "no" is a value. */
export const PushResult = z.object({
  accountId: Id,
  outcome: z.enum(['pushed', 'already-there', 'failed']),
  /** The name that the account knows the key under. */
  cloudName: z.string().nullable(),
  /** Why it failed; else which regions did not take the key while others hold it now, and why. */
  problem: ErrorInfo.optional(),
})
export type PushResult = z.infer<typeof PushResult>

/** A request that was sent for an account, without anything secret. */
export const AccountRequest = z.object({
  at: Time,
  method: z.string(),
  /** Host and path. */
  target: z.string(),
  /** The vendor's name of the call. */
  what: z.string().nullable(),
  /** Null where no answer came. */
  status: z.int().nullable(),
  ms: z.int(),
  /** By which the cloud's support finds it. */
  requestId: z.string().nullable(),
  /** Why no answer came. */
  problem: ErrorCode.nullable(),
})
export type AccountRequest = z.infer<typeof AccountRequest>

/** Names one key pair of one account. */
export const AccountKey = z.object({ accountId: Id, key: CloudKeyRef })
export type AccountKey = z.infer<typeof AccountKey>

/** What deleting a key pair from an account comes to. */
export const AccountKeyRadius = AccountKey.extend({
  accountName: z.string(),
  /** The vault's key pair it is, as the account told last. */
  keyId: Id.nullable(),
  /** What it means in this cloud, as sentences. */
  meaning: z.array(Said),
  /** The account's instances that trust it, gravest first. `left`: what opens each where it is unbound there as well. */
  instances: z.array(RadiusPlace),
  /** Sessions with it that are open or connecting, to whatever instance. */
  sessions: z.int(),
  /** Where the cloud keeps it for what has it, as asked just now; null where the cloud deletes whatever is used. */
  kept: z
    .object({
      /** Which have it: it is to be unbound from them first. */
      instances: z.array(z.object({ instanceId: Id, instanceName: z.string() })),
      /** Custom images that may have it: the cloud doesn't say which do, and refuses where one does. */
      images: z.array(z.object({ id: z.string(), name: z.string(), region: z.string().nullable() })),
      /** Why images are not known, or not all. */
      problem: ErrorInfo.nullable(),
    })
    .nullable(),
  /** Why the cloud could not be asked what it keeps the key for. */
  problem: ErrorInfo.nullable(),
})
export type AccountKeyRadius = z.infer<typeof AccountKeyRadius>

/** As many as can be looked through before the click. */
export const MOST_KEYS_AT_ONCE = 100

export const accounts = {
  kinds: procedure.output(z.array(CloudKindInfo)),
  list: procedure.output(z.array(Account)),
  /** What a pasted file of the vendor's tools says; `cloud`: which one, of several in it. Saves nothing. */
  readPasted: procedure
    .input(
      z.object({ kind: CloudKind, text: z.string().max(100_000), cloud: z.string().max(1000).optional() }),
    )
    .output(PastedAccount),
  /**
   * Calls the cloud with the values and says what was found. Saves nothing. With the `id` of an account, its secrets
   * stand for those that are empty, as in `edit`.
   */
  check: procedure
    .input(
      z.object({
        kind: CloudKind,
        values: AccountValues,
        connection: AccountConnection.optional(),
        id: Id.optional(),
      }),
    )
    .output(AccountCheck),
  /** Checks by a real call, then saves: values to the profile, secrets to the vault. */
  add: procedure
    .input(
      z.object({
        kind: CloudKind,
        preset: z.string().optional(),
        name: AccountName,
        values: AccountValues,
        connection: AccountConnection.optional(),
      }),
    )
    .output(Account),
  /**
   * Another name, or another form and connection, which are checked by a real call before they are saved. A secret field that is empty
   * keeps what is there, as long as the account stays at its address; an optional one goes once another is filled in.
   */
  edit: procedure
    .input(
      z.object({
        id: Id,
        name: AccountName.optional(),
        values: AccountValues.optional(),
        /** Only with values. */
        connection: AccountConnection.optional(),
      }),
    )
    .output(Account),
  /** Refused while a binding needs the account. */
  setDisabled: procedure.input(z.object({ id: Id, disabled: z.boolean() })).output(Account),
  /** Forgets the account and its secrets. Nothing changes in the cloud. */
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
  /** The last 200 requests of this run, the newest first. */
  requests: procedure.input(z.object({ id: Id })).output(z.array(AccountRequest)),
  /** The account's key pairs, asked of the cloud now. A region that does not answer is left out; the last contact tells of it. */
  keys: procedure.input(z.object({ id: Id })).output(z.array(CloudKey)),
  /** `name` must be one that the cloud takes. Only where it renames keys. */
  renameKey: procedure
    .input(
      z.object({ id: Id, key: CloudKeyRef, name: z.string().trim().min(1, 'A key needs a name.').max(255) }),
    )
    .output(Nothing),
  /** Only where the cloud describes keys. */
  describeKey: procedure
    .input(z.object({ id: Id, key: CloudKeyRef, description: z.string().trim().max(1000) }))
    .output(Nothing),
  /** What deleting these means, one for each, in the order given. */
  keyRadius: procedure
    .input(
      z.object({
        keys: z
          .array(AccountKey)
          .min(1)
          .max(MOST_KEYS_AT_ONCE, `At most ${MOST_KEYS_AT_ONCE} key pairs at once.`),
      }),
    )
    .output(z.array(AccountKeyRadius)),
  /**
   * Takes the public key off the account. It takes no way in away, so that the last one is never refused: instances that
   * have it keep it, and a cloud for which that is not so refuses with `cloud-key-in-use` until it is unbound from them.
   */
  deleteKey: procedure.input(z.object({ id: Id, key: CloudKeyRef })).output(Nothing),
  /**
   * Has the cloud make a key pair, the private half of which then comes over the network and goes straight into the
   * vault under `name`. Only where the cloud makes keys.
   */
  createKey: procedure
    .input(z.object({ id: Id, name: KeyName }))
    .output(z.object({ keyId: Id, cloudName: z.string() })),
  /** What each cloud would call a key of this name, without asking it; null where that can't be told. */
  keyNames: procedure
    .input(z.object({ accountIds: z.array(Id).max(100), name: z.string().max(255) }))
    .output(z.array(z.object({ accountId: Id, name: z.string().nullable() }))),
  /** Puts the public half on each account, in parallel; one result per account. `name` defaults to the key's own. */
  push: procedure
    .input(
      z.object({ keyId: Id, accountIds: z.array(Id).min(1).max(100), name: z.string().max(255).optional() }),
    )
    .output(z.array(PushResult)),
}
