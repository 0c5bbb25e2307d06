import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { FoundKey } from '../../main/core/keys/formats/found-key.js'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { fingerprintMd5, fingerprintSha256 } from '../../main/core/keys/public-key.js'
import { type Looks, PASSPHRASE } from './key-tools.js'

export interface ExpectedFile {
  format: string
  /** How it says that it is encrypted; without it, it is not. */
  encryption?: RegExp
  comment?: string
  /** Whether it shows its public half before it is opened. */
  shown?: boolean
}

/**
 * Reads a private key's file, encrypted ones without their passphrase, with a wrong one and with the right one, and
 * expects the key that ssh-keygen told of.
 */
export async function expectPrivateKey(looks: Looks, file: string, expected: ExpectedFile): Promise<void> {
  const { format, encryption, comment = '', shown = false } = expected
  const bytes = await readFile(file)
  const key = { state: 'key', format, comment, proven: { bits: looks.bits } }
  const unopened = await readKeys(bytes, null)
  if (encryption === undefined) {
    expect(unopened).toMatchObject([{ ...key, encryption: null }])
    expect(fingerprintsOf(unopened)).toEqual([looks.sha256, looks.md5])
    return
  }
  const words = expect.stringMatching(encryption)
  expect(unopened).toMatchObject([{ state: 'encrypted', format, encryption: words }])
  expect(fingerprintsOf(unopened)).toEqual(shown ? [looks.sha256, looks.md5] : null)
  const opened = await readKeys(bytes, { part: 0, passphrase: Buffer.from(PASSPHRASE) })
  expect(opened).toMatchObject([{ ...key, encryption: words }])
  expect(fingerprintsOf(opened)).toEqual([looks.sha256, looks.md5])
  const wrong = { part: 0, passphrase: Buffer.from(PASSPHRASE.trim()) }
  await expect(readKeys(bytes, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' })
}

/** As `expectPrivateKey` for a public key alone. Any comment will do unless one is named. */
export async function expectPublicKey(
  looks: Looks,
  file: string,
  { format, comment }: ExpectedFile,
): Promise<void> {
  const found = await readKeys(await readFile(file), null)
  const named = comment === undefined ? {} : { comment }
  expect(found).toMatchObject([{ state: 'public', format, ...named }])
  expect(fingerprintsOf(found)).toEqual([looks.sha256, looks.md5])
}

/** SHA256 and MD5 of the first key found; null where its public half is not to be seen. */
export function fingerprintsOf([found]: FoundKey[]): string[] | null {
  if (found === undefined || found.state === 'refused') return null
  const blob = found.state === 'key' ? found.proven.blob : found.blob
  return blob && [fingerprintSha256(blob), fingerprintMd5(blob)]
}
