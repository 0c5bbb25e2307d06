import { z } from 'zod'
import { Id, isPlainText, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { Backend, Password } from './vault.js'

export const KeyType = z.enum(['ed25519', 'rsa', 'ecdsa'])
export type KeyType = z.infer<typeof KeyType>

/** Archived: kept, and out of the way. In the bin: can't be used, and goes for good when its days are over. */
export const KeyState = z.enum(['active', 'archived', 'bin'])
export type KeyState = z.infer<typeof KeyState>

/** 1 to 255 characters, no control characters, no blanks at the ends. Unique in the vault without regard to case. */
export const KeyName = z
  .string()
  .trim()
  .min(1, 'A key pair needs a name.')
  .max(255, 'A name has at most 255 characters.')
  .refine(isPlainText, 'A name has no control characters, and none that turn the text around.')

export const KeyTag = z
  .string()
  .trim()
  .min(1, 'A tag is not empty.')
  .max(50, 'A tag has at most 50 characters.')
  .refine((tag) => isPlainText(tag) && !tag.includes(','), 'A tag has no commas and no control characters.')

/** What a user may say of a key pair and change at any time. */
export const KeyNotes = z.object({
  description: z.string().max(2000, 'A description has at most 2000 characters.'),
  /** Each once, in the user's order. */
  tags: z.array(KeyTag).max(20, 'A key pair has at most 20 tags.'),
  /** The end of the public key line. */
  comment: z
    .string()
    .max(500, 'A comment has at most 500 characters.')
    .refine(isPlainText, 'A comment is one line.'),
  /** The last day on which it should be used. Latchkey warns, and never stops a login for it. */
  expiresOn: z.iso.date().nullable(),
})
export type KeyNotes = z.infer<typeof KeyNotes>

/** A key pair as the window sees it: everything but the private half. */
export const KeyPair = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  comment: z.string(),
  expiresOn: z.iso.date().nullable(),
  type: KeyType,
  /** Modulus or field size: 256 for Ed25519 and P-256, 4096 for RSA 4096. */
  bits: z.int(),
  /** `SHA256:` and unpadded base64 of SHA-256 over the public key blob, as ssh-keygen prints it. */
  fingerprint: z.string(),
  /** MD5 over the same blob, `aa:bb:…` without prefix, as CloudStack and Nova list it. */
  fingerprintMd5: z.string(),
  /** One authorized_keys line: type, base64 blob, comment. */
  publicKey: z.string(),
  origin: z.enum(['generated', 'imported']),
  createdAt: Time,
  /** The last login with it that succeeded. */
  lastUsedAt: Time.nullable(),
  /** Where the private half is; null for an entry that has only its public half. */
  storedIn: Backend.nullable(),
  state: KeyState,
  /** Since when it is archived or in the bin; null while active. */
  stateSince: Time.nullable(),
  /** When the bin deletes it for good; null outside the bin. */
  purgeAt: Time.nullable(),
})
export type KeyPair = z.infer<typeof KeyPair>

export const GenerateSpec = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ed25519') }),
  z.object({ type: z.literal('rsa'), bits: z.literal([2048, 3072, 4096]) }),
  z.object({ type: z.literal('ecdsa'), bits: z.literal([256, 384, 521]) }),
])
export type GenerateSpec = z.infer<typeof GenerateSpec>

/** What has more bytes is not read as a key; a private key has a few kilobytes. */
export const MOST_IMPORT_BYTES = 1_000_000

/**
 * Where an imported key comes from. `bytes` is a file's content, which need not be text (DER, a PuTTY comment in
 * Latin-1). `file` is a path, and only the desktop host takes it; `scanned` is the name of a
 * file that `scan` found in the user's SSH folder; `opened` is one that the system has handed over (contract/openings.ts).
 */
export const ImportSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(MOST_IMPORT_BYTES) }),
  z.object({ kind: z.literal('bytes'), base64: z.base64().max(4 * Math.ceil(MOST_IMPORT_BYTES / 3)) }),
  z.object({ kind: z.literal('file'), path: z.string().max(4096) }),
  z.object({ kind: z.literal('scanned'), name: z.string().min(1).max(255) }),
  z.object({ kind: z.literal('opened'), id: Id }),
])
export type ImportSource = z.infer<typeof ImportSource>

/** One key of a source, as far as it can be told before anything is stored. */
export const ImportPreview = z.object({
  /** Which key of its source, from 0. */
  part: z.int(),
  /**
   * `key`: read and proven. `encrypted`: right so far, and a passphrase is needed for the rest. `public`: a public key
   * without its private half. `refused`: can't be taken, `problem` says what it is.
   */
  state: z.enum(['key', 'encrypted', 'public', 'refused']),
  /** As users know it: "OpenSSH", "PEM (PKCS#1)", "PKCS#8", "PuTTY (PPK version 3)". */
  format: z.string(),
  /** How it is encrypted, e.g. "aes256-ctr, bcrypt with 16 rounds"; null if it is not. */
  encryption: z.string().nullable(),
  /** Null where an encrypted file hides its public half, and where it is refused. */
  key: z
    .object({ type: KeyType, bits: z.int(), fingerprint: z.string(), fingerprintMd5: z.string() })
    .nullable(),
  /** Empty where there is none, or while it is encrypted too. */
  comment: z.string(),
  /** The entry of this vault that has the same public key. */
  knownAs: z.object({ id: Id, name: z.string(), state: KeyState, hasPrivate: z.boolean() }).nullable(),
  problem: ErrorInfo.optional(),
})
export type ImportPreview = z.infer<typeof ImportPreview>

/** A file of the user's SSH folder that holds keys, or that looked as if it did. */
export const ScannedFile = z.object({
  name: z.string(),
  parts: z.array(ImportPreview),
  /** Why nothing could be read from it. */
  problem: ErrorInfo.optional(),
})
export type ScannedFile = z.infer<typeof ScannedFile>

/**
 * `pem`: PKCS#1 for RSA, SEC1 for ECDSA, which clouds call "PEM"; there is none for Ed25519. `pem` and `ppk2` make little of
 * a passphrase (one round of MD5 or SHA-1): it is guessed many million times a second, so warn of them. OpenSSH reads
 * Ed25519 as `pkcs8` since 9.6 only, PuTTY reads no `pkcs8` at all.
 */
export const PrivateFormat = z.enum(['openssh', 'pkcs8', 'pem', 'ppk3', 'ppk2'])
export type PrivateFormat = z.infer<typeof PrivateFormat>

/** `openssh`: one authorized_keys line. `rfc4716`: what ssh.com and some appliances want. `pem`: SubjectPublicKeyInfo. */
export const PublicFormat = z.enum(['openssh', 'rfc4716', 'pem'])
export type PublicFormat = z.infer<typeof PublicFormat>

/** A folder of the computer that Latchkey runs on, where a private key may be written to. */
export const ExportFolder = z.object({ id: z.enum(['ssh', 'downloads', 'home']), path: z.string() })
export type ExportFolder = z.infer<typeof ExportFolder>

/** A plain file name: no folders, no leading dot or dash, none that Windows refuses, none that looks like another. */
export const ExportFileName = z
  .string()
  .min(1, 'The file needs a name.')
  .max(200, 'The file name has at most 200 characters.')
  .refine(
    (name) => isPlainText(name) && /^[^<>:"/\\|?*.\s-][^<>:"/\\|?*]*$/u.test(name) && !/[. ]$/.test(name),
    'This can not be a file name.',
  )

/** Who uses a key pair, as far as Latchkey knows without asking anybody. */
export const KeyUsage = z.object({
  /** Instances that Connect reaches with it. */
  bindings: z.array(z.object({ instanceId: Id, instanceName: z.string(), user: z.string() })),
  /** Instances that the cloud's list names it for. */
  declared: z.array(z.object({ instanceId: Id, instanceName: z.string() })),
  /** Sessions that are open or connecting. */
  sessions: z.int(),
})
export type KeyUsage = z.infer<typeof KeyUsage>

/**
 * What opens an instance when a key is gone. `proven`: a login with another key pair of the vault succeeded, and nothing was
 * seen since that speaks against it. `not-proven`: others are said or seen to be there. `nothing`: none that is known.
 */
export const WayLeft = z.enum(['proven', 'not-proven', 'nothing'])
export type WayLeft = z.infer<typeof WayLeft>

/** An instance that trusts a key: by the cloud's word, as seen in authorized_keys, and by a login, each by itself. */
export const RadiusPlace = z.object({
  instanceId: Id,
  instanceName: z.string(),
  /** Null for one that is in no account. */
  accountName: z.string().nullable(),
  isDeclared: z.boolean(),
  isObserved: z.boolean(),
  /** The last login with it; null without one. */
  provenAt: Time.nullable(),
  left: WayLeft,
  /** Names of the vault's other key pairs that are said or seen to be there, and not proven. */
  unproven: z.array(z.string()),
})
export type RadiusPlace = z.infer<typeof RadiusPlace>

/** What stops working without a key pair, as far as is known here: no cloud is asked. */
export const KeyRadius = z.object({
  keyId: Id,
  name: z.string(),
  /** Whether it logs in now: its private half is in the vault, and it is not in the bin. Else no way in is lost with it. */
  logsIn: z.boolean(),
  /** Those that hold its public half, under which name. */
  accounts: z.array(
    z.object({ accountId: Id, accountName: z.string(), name: z.string(), region: z.string().nullable() }),
  ),
  /** Gravest first. */
  instances: z.array(RadiusPlace),
  /** Sessions that are open or connecting. */
  sessions: z.int(),
})
export type KeyRadius = z.infer<typeof KeyRadius>

export const keys = {
  /** Every entry, those archived and in the bin too. */
  list: procedure.output(z.array(KeyPair)),
  /** RSA takes seconds; cancelled, nothing is stored. The comment is the name unless given. */
  generate: procedure
    .input(z.object({ name: KeyName, spec: GenerateSpec, notes: KeyNotes.partial().optional() }))
    .output(KeyPair),
  /**
   * Reads and proves, stores nothing; every key of the source in its order. `passphrase` opens the one that `part`
   * (0 unless given) names. Fails where the source holds nothing of a key, or a single one that can't be taken.
   */
  inspect: procedure
    .input(
      z.object({ source: ImportSource, part: z.int().min(0).optional(), passphrase: Password.optional() }),
    )
    .output(z.array(ImportPreview)),
  /**
   * Stores one key of the source; a public key becomes an entry without a private half. A private key whose public
   * half is known alone completes that entry, which keeps its name.
   */
  import: procedure
    .input(
      z.object({
        source: ImportSource,
        part: z.int().min(0).optional(),
        passphrase: Password.optional(),
        name: KeyName,
        notes: KeyNotes.partial().optional(),
      }),
    )
    .output(KeyPair),
  /**
   * Looks through the SSH folder of the user whom Latchkey runs as (`~/.ssh`). Reads, and stores nothing. Public keys
   * are told of only without their private half beside them. Takes 10 s at most: what it didn't get to is `cancelled`.
   */
  scan: procedure.output(z.object({ folder: z.string(), files: z.array(ScannedFile) })),
  update: procedure
    .input(z.object({ id: Id, name: KeyName.optional(), notes: KeyNotes.partial().optional() }))
    .output(KeyPair),
  /**
   * Archives, puts into the bin, or brings back from both. Into the bin: `key-last-way-in` where an instance would be left
   * without a proven way in, unless `typed` is the key pair's name, typed by the user.
   */
  setState: procedure
    .input(z.object({ id: Id, state: KeyState, typed: z.string().optional() }))
    .output(KeyPair),
  /** Puts several into the bin; what becomes of each, in the order given. None of them counts as a way in. */
  bin: procedure
    .input(z.object({ ids: z.array(Id).min(1).max(1000) }))
    .output(z.array(z.object({ id: Id, problem: ErrorInfo.nullable() }))),
  /** What stops working when these go, all of them together; one for each. */
  radius: procedure.input(z.object({ ids: z.array(Id).min(1).max(1000) })).output(z.array(KeyRadius)),
  usage: procedure.input(z.object({ id: Id })).output(KeyUsage),
  /** From the bin only: deletes it for good; `name` must be the key pair's name, typed by the user. */
  delete: procedure.input(z.object({ id: Id, name: z.string() })).output(Nothing),
  publicKey: procedure.input(z.object({ id: Id, format: PublicFormat })).output(z.string()),
  exportFolders: procedure.output(z.array(ExportFolder)),
  /**
   * Writes the private key to a new file of mode 0600 and answers its path: it never passes through the window.
   * Without a passphrase only if `unprotected` is the key pair's name, typed by the user.
   */
  export: procedure
    .input(
      z.object({
        id: Id,
        format: PrivateFormat,
        passphrase: Password.optional(),
        unprotected: z.string().optional(),
        folder: ExportFolder.shape.id,
        fileName: ExportFileName,
      }),
    )
    .output(z.object({ path: z.string() })),
}
