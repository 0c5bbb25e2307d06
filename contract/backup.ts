import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { ExportFileName, ExportFolder } from './keys.js'
import { Password } from './vault.js'
import { Said } from './words/said.js'

/** A message to the host has 16 MiB at most, and base64 takes a third more. Some 2,500 RSA key pairs. */
export const MOST_BACKUP_BYTES = 11_000_000

export const KitState = z.object({
  madeAt: Time,
  /** `age1…`: what the rescue file is encrypted to. */
  recipient: z.string(),
  /** Of the rescue file. */
  path: z.string(),
  /** When the rescue file was last written; null where it is missing or can't be used. */
  writtenAt: Time.nullable(),
  /** Whether it holds what the vault holds now. */
  upToDate: z.boolean(),
  /** Names of key pairs and accounts whose secret the vault had not. */
  without: z.array(z.string()),
  /** Why the last try to write it failed. */
  problem: ErrorInfo.nullable(),
})
export type KitState = z.infer<typeof KitState>

/** What the page of the kit needs. The code is shown this once: nobody keeps it. */
export const NewKit = z.object({
  /** An age identity, `AGE-SECRET-KEY-1…`. */
  code: z.string(),
  path: z.string(),
  madeAt: Time,
})
export type NewKit = z.infer<typeof NewKit>

export const BackupProtection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: Password }),
  /** A public key of age, `age1…`. */
  z.object({ kind: z.literal('recipient'), recipient: z.string().trim().max(4096) }),
])
export type BackupProtection = z.infer<typeof BackupProtection>

/** One thing of a backup, held against what is here. */
export const RestoreRow = z.object({
  id: Id,
  kind: z.enum([
    'key',
    'account',
    'host',
    'bindings',
    'connections',
    'bastions',
    'forwards',
    'wanted',
    'known-host',
    'snippets',
    'nameplates',
    'settings',
  ]),
  name: z.string(),
  /** A fingerprint, the kind of a cloud. */
  detail: Said,
  /** `different`: it or its name is here with other content, see `differs`. `bin`: it is here, in the bin. */
  state: z.enum(['new', 'same', 'different', 'bin']),
  /** In which respects, as phrases; what is here stays as it is. */
  differs: z.array(Said),
  /** What restoring it would do, as a phrase; null where there is nothing to do. */
  does: Said.nullable(),
  /** Whether it is proposed. */
  proposed: z.boolean(),
})
export type RestoreRow = z.infer<typeof RestoreRow>

export const RestorePreview = z.object({
  id: Id,
  madeAt: Time,
  rows: z.array(RestoreRow),
  /** Until then the host holds the content. */
  expiresAt: Time,
})
export type RestorePreview = z.infer<typeof RestorePreview>

export const RestoreResult = z.object({
  rowId: Id,
  outcome: z.enum(['restored', 'failed']),
  /** The name that it has here now. */
  name: z.string(),
  problem: ErrorInfo.optional(),
})
export type RestoreResult = z.infer<typeof RestoreResult>

/** Work of this area that takes its time. */
export const BackupWork = z.object({
  what: z.enum(['export', 'inspect', 'restore']),
  done: z.int(),
  total: z.int(),
})
export type BackupWork = z.infer<typeof BackupWork>

/** Before what a copy of the profile was kept. */
export const CopyReason = z.enum(['password', 'restore', 'kit', 'move', 'repair', 'upgrade'])
export type CopyReason = z.infer<typeof CopyReason>

export const CopyName = z.string().regex(/^(set-aside-)?\d{4}-\d\d-\d\dT[\d-]+Z$/)

/** The profile's files as they were at one time, in a folder of their own. */
export const ProfileCopy = z.object({
  name: CopyName,
  at: Time,
  /** Null for a vault that was set aside, which nothing deletes, and where nobody knows any more. */
  reason: CopyReason.nullable(),
  setAside: z.boolean(),
  /** Of all its files. */
  bytes: z.int(),
  /** How many key pairs it knows; null where its profile can't be read. */
  keys: z.int().nullable(),
  /** It has a sealed file, which opens with the password that the vault had then. */
  sealed: z.boolean(),
})
export type ProfileCopy = z.infer<typeof ProfileCopy>

export const backup = {
  /** Null without a kit. */
  kit: procedure.output(KitState.nullable()),
  /** Makes a code. The kit before it, if there is one, stays good until `confirmKit`. */
  makeKit: procedure.output(NewKit),
  /** The user has the code: `lastGroup` is its last six characters. Writes the rescue file, and the kit is there. */
  confirmKit: procedure.input(z.object({ lastGroup: z.string().max(100) })).output(KitState),
  /** Forgets the kit and deletes its rescue file: its code opens nothing on this computer any more. */
  removeKit: procedure.output(Nothing),
  /** Whether to suggest a kit: there are some key pairs, no kit, and nobody has waved it away. */
  kitHint: procedure.output(z.boolean()),
  /** For good. */
  dismissKitHint: procedure.output(Nothing),
  /** Writes everything to a new age file of mode 0600. `without`: what the vault had no secret of. */
  export: procedure
    .input(z.object({ to: BackupProtection, folder: ExportFolder.shape.id, fileName: ExportFileName }))
    // `bytes`: more than MOST_BACKUP_BYTES can't be restored through a window.
    .output(
      z.object({
        path: z.string(),
        bytes: z.int(),
        keys: z.int(),
        accounts: z.int(),
        without: z.array(z.string()),
      }),
    ),
  /**
   * Opens a rescue file or a backup with a recovery code, an age identity or a passphrase, and holds it against what is
   * here. Changes nothing; the host keeps what it has opened until `expiresAt`, a lock, or `forget`. Also while there is
   * no vault yet.
   */
  inspect: procedure
    .input(
      z.object({ base64: z.base64().max(4 * Math.ceil(MOST_BACKUP_BYTES / 3)), secret: Password.min(1) }),
    )
    .output(RestorePreview),
  /**
   * Puts the chosen rows into the open vault, each by itself. What is here is neither changed nor replaced. Answers what
   * became of each that was begun: all, unless it was stopped.
   */
  restore: procedure
    .input(z.object({ id: Id, rowIds: z.array(Id).max(100_000) }))
    .output(z.array(RestoreResult)),
  /** The restoring under way ends before its next row; nothing happens where there is none. */
  stopRestore: procedure.output(Nothing),
  /** How far the work under way is, then each change; null while there is none. */
  watchWork: procedure.output(eventIterator(BackupWork.nullable())),
  /** Copies of the profile, and vaults that were set aside, the newest first. Also while there is no vault, or it is locked. */
  copies: procedure.output(z.object({ folder: z.string(), copies: z.array(ProfileCopy) })),
  /** Deletes every copy but the vaults that were set aside. */
  deleteCopies: procedure.output(Nothing),
  /**
   * As `inspect`, of a copy. A sealed file in it needs its password of then; what a keychain holds is taken from the open
   * vault.
   */
  inspectCopy: procedure
    .input(z.object({ name: CopyName, password: Password.optional() }))
    .output(RestorePreview),
  /**
   * Where there is no vault: has the profile be what it was in the copy, with its sealed file unless that of the same
   * vault is still there. `vault-exists` otherwise.
   */
  bringBack: procedure.input(z.object({ name: CopyName })).output(Nothing),
  forget: procedure.input(z.object({ id: Id })).output(Nothing),
  /**
   * For a vault that can't be opened any more: copies it to a folder of its own, where it stays, and begins with an
   * empty profile, as on the first run. What the keychain holds stays there. `vault-exists` while the vault is open.
   */
  setAside: procedure.output(z.object({ folder: z.string() })),
}
