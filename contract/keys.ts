import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { Backend, Password } from './vault.js'

export const KeyType = z.enum(['ed25519', 'rsa', 'ecdsa'])
export type KeyType = z.infer<typeof KeyType>

/** A key pair as the window sees it: everything but the private half. */
export const KeyPair = z.object({
  id: Id,
  name: z.string(),
  type: KeyType,
  /** Modulus or field size: 256 for Ed25519 and P-256, 4096 for RSA 4096. */
  bits: z.int(),
  /** `SHA256:` and unpadded base64 of SHA-256 over the public key blob, as ssh-keygen prints it. */
  fingerprint: z.string(),
  /** MD5 over the same blob, `aa:bb:…` without prefix, as CloudStack and Nova list it. */
  fingerprintMd5: z.string(),
  /** One authorized_keys line: type, base64 blob, comment. */
  publicKey: z.string(),
  comment: z.string(),
  origin: z.enum(['generated', 'imported']),
  createdAt: Time,
  /** Where the private half is. */
  storedIn: Backend,
})
export type KeyPair = z.infer<typeof KeyPair>

/** 1 to 255 characters, no control characters, no blanks at the ends. Unique in the vault without regard to case. */
export const KeyName = z
  .string()
  .trim()
  .min(1, 'A key pair needs a name.')
  .max(255, 'A name has at most 255 characters.')
  .refine((name) => !/\p{Cc}/u.test(name), 'A name has no control characters.')

export const GenerateSpec = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ed25519') }),
  z.object({ type: z.literal('rsa'), bits: z.literal(4096) }),
  z.object({ type: z.literal('ecdsa'), bits: z.literal(256) }),
])
export type GenerateSpec = z.infer<typeof GenerateSpec>

/** Where an imported private key comes from. `file` is a path, and only the desktop host takes it. */
export const ImportSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(1_000_000) }),
  z.object({ kind: z.literal('file'), path: z.string().max(4096) }),
])
export type ImportSource = z.infer<typeof ImportSource>

/** What a file is found to be before anything is stored. */
export const ImportPreview = z.object({
  /** `key`: ready. `encrypted`: right so far, and a passphrase is needed for the rest. */
  state: z.enum(['key', 'encrypted']),
  type: KeyType,
  bits: z.int(),
  fingerprint: z.string(),
  fingerprintMd5: z.string(),
  /** Empty while encrypted: the comment is inside. */
  comment: z.string(),
  /** The key pair of this vault that has the same public key. */
  knownAs: z.object({ id: Id, name: z.string() }).optional(),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const keys = {
  list: procedure.output(z.array(KeyPair)),
  generate: procedure
    .input(z.object({ name: KeyName, spec: GenerateSpec, comment: z.string().max(500).optional() }))
    .output(KeyPair),
  /** Reads and proves, stores nothing. Without the passphrase of an encrypted key: state `encrypted`. */
  inspect: procedure
    .input(z.object({ source: ImportSource, passphrase: Password.optional() }))
    .output(ImportPreview),
  import: procedure
    .input(z.object({ source: ImportSource, passphrase: Password.optional(), name: KeyName }))
    .output(KeyPair),
  rename: procedure.input(z.object({ id: Id, name: KeyName })).output(KeyPair),
  /** Deletes the private half from the vault; `name` must be the key pair's name, typed by the user. */
  delete: procedure.input(z.object({ id: Id, name: z.string() })).output(Nothing),
}
