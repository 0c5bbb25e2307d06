import { createPublicKey, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { runOk } from '../../../test/helpers/processes.js'
import { tempFolder } from '../../../test/helpers/temp-folder.js'
import { blobFromKey, ed25519Blob, publicKeyLine, rsaBlob } from '../keys/public-key.js'
import { randomart } from './randomart.js'

const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make)

/** Random bytes with the highest and lowest bit set, as a modulus of this many bits has them. */
function modulus(bits: number): Buffer {
  const bytes = randomBytes(bits / 8)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return bytes
}

const ecdsa = (type: 'P-256' | 'P-384' | 'P-521') => () => blobFromKey(createPublicKey(freshKey(type)))

describe("a key's picture", () => {
  it('is the one that ssh-keygen prints, for every type and many keys', async () => {
    const blobs = [
      ...many(400, () => ed25519Blob(randomBytes(32))),
      ...[1024, 2048, 3072, 4096, 8192, 16384].flatMap((bits) =>
        many(10, () => rsaBlob(modulus(bits), Buffer.of(1, 0, 1))),
      ),
      ...(['P-256', 'P-384', 'P-521'] as const).flatMap((type) => many(10, ecdsa(type))),
    ]
    const path = join(await tempFolder('randomart'), 'keys')
    await writeFile(path, blobs.map((blob) => `${publicKeyLine(blob, 'x')}\n`).join(''))
    const printed = (await runOk('ssh-keygen', ['-lvf', path])).trimEnd().split('\n')
    const pictures = blobs.map((_, key) => printed.slice(key * 12 + 1, key * 12 + 12).join('\n'))
    expect(blobs.map(randomart)).toEqual(pictures)
  })
})
