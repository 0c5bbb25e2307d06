import { z } from 'zod'
import { AccountConnection, CloudKind, plainConnection } from '../../contract/accounts.js'
import { Time } from '../../contract/base.js'
import { BindAction, BindStepName, BindWay, ChosenHow } from '../../contract/bindings.js'
import { ConnectionOptions } from '../../contract/connection.js'
import { SavedForward } from '../../contract/forwards.js'
import { OwnHost } from '../../contract/hosts.js'
import { Proof } from '../../contract/instances.js'
import { KeyType } from '../../contract/keys.js'
import { Nameplate } from '../../contract/nameplates.js'
import { Bastion } from '../../contract/route.js'
import { RecentSession } from '../../contract/session-list.js'
import { defaultSettings, Settings } from '../../contract/settings.js'
import { Snippet } from '../../contract/snippets.js'
import { WantedRule } from '../../contract/sync.js'
import { Backend } from '../../contract/vault.js'

/**
 * What the profile file holds: everything about keys and accounts that is not secret.
 *
 * `phase` makes a record and its secret one thing across crashes: `creating` is written before the secret and
 * becomes `stored` after it; `deleting` is written before the secret goes and the record follows. Start-up finishes
 * what was cut off (main/core/vault/reconcile.ts). `adding` is a `stored` key pair's entry whose private half is on its
 * way to the vault. Only `stored` and `adding` records are shown.
 */
const Phase = z.enum(['creating', 'stored', 'adding', 'deleting'])

export const KeyRecord = z.object({
  id: z.string(),
  phase: Phase,
  name: z.string(),
  type: KeyType,
  bits: z.int(),
  /** Base64 of the public key blob (RFC 4253 §6.6): the identity of the key. */
  blob: z.string(),
  comment: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  expiresOn: z.iso.date().nullable(),
  /** False for an entry that has only its public half. */
  hasPrivate: z.boolean(),
  origin: z.enum(['generated', 'imported']),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  archivedAt: Time.nullable(),
  binnedAt: Time.nullable(),
  /** When its days in the bin were first seen to be over (main/core/keys/bin.ts). */
  dueSince: Time.nullable(),
})
export type KeyRecord = z.infer<typeof KeyRecord>

/** Whether users see it: it is there for sure, and is not about to go. */
export const isShown = ({ phase }: Pick<KeyRecord, 'phase'>): boolean =>
  phase === 'stored' || phase === 'adding'

export const AccountRecord = z.object({
  id: z.string(),
  phase: Phase,
  kind: CloudKind,
  /** The product it was added as, one of its adapter's presets. */
  preset: z.string().nullable().default(null),
  name: z.string(),
  /** The form's values that are not secret. */
  values: z.record(z.string(), z.string()),
  /** The names of the secret ones that may be left out and are not; absent where it was not noted yet. */
  optionalSecrets: z.array(z.string()).exactOptional(),
  connection: AccountConnection.default(plainConnection),
  /** No calls are made for it. */
  disabled: z.boolean().default(false),
  addedAt: Time,
})
export type AccountRecord = z.infer<typeof AccountRecord>

/** A host that is in no cloud. */
export const HostRecord = OwnHost
export type HostRecord = z.infer<typeof HostRecord>

/** A login that succeeded on an instance to which no key is bound. */
export const LooseProof = Proof.extend({ instanceId: z.string() })
export type LooseProof = z.infer<typeof LooseProof>

/** Latchkey's own word on an instance: which key Connect uses, and which logins have succeeded. */
export const BindingRecord = z.object({
  /** Instance id as in the inventory: `<account id>/<cloud id>`, or `hosts/<host id>`. */
  instanceId: z.string(),
  keyId: z.string(),
  user: z.string(),
  boundAt: Time,
  proofs: z.array(Proof),
})
export type BindingRecord = z.infer<typeof BindingRecord>

/** How the user wants one instance to be connected to; only those that differ from the defaults are kept. */
export const ConnectionRecord = ConnectionOptions.extend({ instanceId: z.string() })
export type ConnectionRecord = z.infer<typeof ConnectionRecord>

/** Through what the instances of an account are reached. */
export const BastionRecord = Bastion.extend({ accountId: z.string() })
export type BastionRecord = z.infer<typeof BastionRecord>

/** Written before a binding's first step and after each, removed with its end: what is left at start was cut off. */
export const BindingJournal = z.object({
  id: z.string(),
  action: BindAction.default('bind'),
  keyId: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  startedAt: Time,
  /** Absent: by the cloud. */
  by: BindWay.optional(),
  /** Over SSH: whose authorized_keys it is about, the binding's own user first. Absent in entries of before there was this. */
  users: z.array(z.string()).optional(),
  /** Over SSH: as it was chosen, without a password. */
  how: ChosenHow.optional(),
  /** It has come to an end, and has left the files of its users in doubt. Absent: it was cut off. */
  ended: z.literal(true).optional(),
  step: BindStepName,
  /** True once the job has asked the cloud to stop an instance that ran. */
  stoppedByUs: z.boolean(),
})
export type BindingJournal = z.infer<typeof BindingJournal>

/** The recovery kit: whom the rescue file is for. Who can open it is on paper alone. */
export const Kit = z.object({ recipient: z.string(), madeAt: Time })
export type Kit = z.infer<typeof Kit>

/**
 * A move of the vault to another backend that is not over. `other` is the place that is not the vault: while `copying`
 * it has an unfinished copy, after that the old one. See main/core/vault/move.ts.
 *
 *   copying   secrets are being copied and compared; the vault is still the old one
 *   proving   the vault is the new one, and nobody has written since; the old one is whole
 *   leaving   everything was seen to be in the new one; the old one's secrets are being deleted
 *   emptied   they are gone; what is left is the empty store
 *   left      the old copy, or the unfinished one, could not be deleted, and the user has said to leave it there
 */
export const MoveNote = z.object({
  phase: z.enum(['copying', 'proving', 'leaving', 'emptied', 'left']),
  other: Backend,
  /** Of every secret that is copied. */
  names: z.array(z.string()),
  startedAt: Time,
})
export type MoveNote = z.infer<typeof MoveNote>

export const PROFILE_VERSION = 6

export const Profile = z.object({
  version: z.literal(PROFILE_VERSION),
  /** Names this profile's items in a shared keychain. */
  id: z.string(),
  vault: z.object({ backend: Backend, createdAt: Time }).nullable(),
  move: MoveNote.nullable(),
  keys: z.array(KeyRecord),
  accounts: z.array(AccountRecord),
  hosts: z.array(HostRecord),
  bindings: z.array(BindingRecord),
  looseProofs: z.array(LooseProof).default([]),
  /** The newest first; one for each instance and user (main/core/sessions/recent.ts). */
  recentSessions: z.array(RecentSession).default([]),
  /** How single instances are connected to. */
  connections: z.array(ConnectionRecord).default([]),
  /** Ports forwarded to and from single instances. */
  forwards: z.array(SavedForward).default([]),
  bastions: z.array(BastionRecord).default([]),
  /** Names and colours of single instances. */
  nameplates: z.array(Nameplate).default([]),
  bindingJournal: z.array(BindingJournal),
  /** Which key pairs belong on which accounts (main/core/sync/wanted.ts). */
  wanted: z.array(WantedRule),
  settings: Settings,
  snippets: z.array(Snippet).default([]),
  /** A file for the user's own `ssh` is kept (main/core/ssh-config/ssh-config.ts). */
  writesSshConfig: z.boolean().default(false),
  kit: Kit.nullable(),
  /** The user does not want to be told again that there is no kit. */
  kitHintDismissed: z.literal(true).optional(),
})
export type Profile = z.infer<typeof Profile>

export function emptyProfile(id: string): Profile {
  return {
    version: PROFILE_VERSION,
    id,
    vault: null,
    move: null,
    keys: [],
    accounts: [],
    hosts: [],
    bindings: [],
    looseProofs: [],
    recentSessions: [],
    connections: [],
    forwards: [],
    bastions: [],
    nameplates: [],
    bindingJournal: [],
    wanted: [],
    settings: defaultSettings,
    snippets: [],
    writesSshConfig: false,
    kit: null,
  }
}
