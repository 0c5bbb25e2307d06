import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { CloudKind } from './accounts.js'
import { Id, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { KeyName, KeyType } from './keys.js'

/**
 * `key-missing`, `account-missing`: an entry whose secret is not in the vault. `key-damaged`, `account-damaged`: it is
 * there, and can't be used or is another's. `key-unlisted`, `account-unlisted`: a secret that no entry belongs to.
 */
export const FindingKind = z.enum([
  'key-missing',
  'key-damaged',
  'key-unlisted',
  'account-missing',
  'account-damaged',
  'account-unlisted',
])
export type FindingKind = z.infer<typeof FindingKind>

/**
 * `restore`, `import`, `edit-account` and `remove-account` are what they are elsewhere. `keep-public`: the entry stays, without its
 * private half. `put-back`: a private key gets its entry back, or an entry its private half. `delete`: for good.
 */
export const RepairKind = z.enum([
  'restore',
  'import',
  'keep-public',
  'edit-account',
  'remove-account',
  'put-back',
  'delete',
])
export type RepairKind = z.infer<typeof RepairKind>

/** One thing of the vault that has no other half. */
export const Finding = z.object({
  /** Stays the same for the same thing. */
  id: Id,
  kind: FindingKind,
  /** Of the key pair or the account, whether or not it is there. */
  entryId: Id,
  /** Its name, or the last one that the activity record knows; null where nobody knows. */
  name: z.string().nullable(),
  key: z.object({ type: KeyType, bits: z.int(), fingerprint: z.string() }).nullable(),
  /** Of an account without entry: the kinds whose credentials have these fields. */
  clouds: z.array(z.object({ kind: CloudKind, label: z.string() })),
  /** The entry with the same public key; `whole` if its own private half is there. */
  twin: z.object({ name: z.string(), whole: z.boolean() }).nullable(),
  /** When it was deleted, where the activity record knows: it has come back since. */
  deletedAt: Time.nullable(),
  /** What is the matter with a secret that is there. */
  problem: ErrorInfo.nullable(),
  repairs: z.array(RepairKind),
  /** The name that `put-back` proposes. */
  proposedName: z.string(),
  /** What the user must type to have it deleted. */
  typed: z.string(),
  /** The user has seen it and left it as it is. */
  left: z.boolean(),
})
export type Finding = z.infer<typeof Finding>

const Share = z.object({ whole: z.int(), of: z.int() })

export const CheckProgress = z.object({
  looked: z.int(),
  of: z.int(),
  /** Set with the last one. */
  result: z.object({ keys: Share, accounts: Share, findings: z.array(Finding) }).nullable(),
})
export type CheckProgress = z.infer<typeof CheckProgress>

export const repair = {
  /** How many findings there are, without those that the user has left: now, and after each change. */
  watch: procedure.output(eventIterator(z.int())),
  /** Looks again, by the names of secrets alone but for what doesn't fit. */
  list: procedure.output(z.array(Finding)),
  /** Reads every secret and proves that it belongs to its entry. Ends with the result, or where the caller leaves. */
  check: procedure.output(eventIterator(CheckProgress)),
  /** These answer what is found after it. `finding-gone` where there is no such thing to repair any more. */
  keepPublic: procedure.input(z.object({ id: Id })).output(z.array(Finding)),
  putBack: procedure.input(z.object({ id: Id, name: KeyName })).output(z.array(Finding)),
  /** `typed` as the finding says. */
  delete: procedure.input(z.object({ id: Id, typed: z.string().max(300) })).output(z.array(Finding)),
  /** Has it not counted any more until something about it changes; or counted again. */
  leave: procedure.input(z.object({ id: Id, left: z.boolean() })).output(z.array(Finding)),
}
