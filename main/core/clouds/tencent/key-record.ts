import { z } from 'zod'
import { fingerprintMd5, parsePublicKeyLine } from '../../keys/public-key.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { CloudKeyEntry } from '../cloud.js'

/** https://www.tencentcloud.com/document/product/213/15753#KeyPair */
export const KeyPair = z.object({
  KeyId: z.string(),
  KeyName: z.string(),
  PublicKey: z.string().nullish(),
  Description: z.string().nullish(),
  AssociatedInstanceIds: z.array(z.string()).nullish(),
  /** ISO 8601, UTC. */
  CreatedTime: z.string().nullish(),
})
export type KeyPair = z.infer<typeof KeyPair>

/** The default project: keys are the account's, a project only sorts them in the console. */
export const DEFAULT_PROJECT = 0

/** Tencent Cloud gives no fingerprint, and puts the key's id in the place of its comment. */
export function toEntry({ KeyId, KeyName, PublicKey, Description }: KeyPair): CloudKeyEntry {
  const blob = blobOf(PublicKey ?? '')
  return {
    name: KeyName,
    region: null,
    cloudKeyId: KeyId,
    blob: blob?.toString('base64') ?? null,
    fingerprintMd5: blob && fingerprintMd5(blob),
    description: Description || null,
  }
}

/** Null for a key that we can't read: it is listed all the same. */
function blobOf(publicKey: string): Buffer | null {
  try {
    return parsePublicKeyLine(publicKey)?.blob ?? null
  } catch (error) {
    if (isLatchkeyError(error)) return null
    throw error
  }
}

/** What is sent of the key, without its comment. Throws `cloud-bad-key` for what is no RSA key: nothing is sent then. */
export function rsaLine(publicKey: string): { line: string; blob: string } {
  const parsed = parsePublicKeyLine(publicKey)
  if (parsed === null) throw new LatchkeyError('cloud-bad-key', 'This is not one line of a public key.')
  if (parsed.type !== 'rsa')
    throw new LatchkeyError('cloud-bad-key', 'Tencent Cloud takes RSA keys only.', {
      advice: 'Make an RSA key pair for this account, and push that.',
    })
  const blob = parsed.blob.toString('base64')
  return { line: `${parsed.sshType} ${blob}`, blob }
}
