import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { isLatchkeyError } from '../lib/error.js'
import {
  blobFromKey,
  fingerprintMd5,
  fingerprintSha256,
  parsePublicKeyLine,
  publicKeyFacts,
  publicKeyFromBlob,
  publicKeyLine,
} from './public-key.js'
import { mpint, string, WireError, wireReader } from './ssh-wire.js'

interface Vector {
  id: string
  publicKey: string
  md5Blob: string
  sha256Blob?: string
}
const vectorFile = new URL('../../../test/vectors/keys/fingerprints.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(vectorFile, 'utf8')) as { vectors: Vector[] }

const publicHalf = (type: Parameters<typeof freshKey>[0]) => createPublicKey(freshKey(type))
const made = {
  ed25519: publicHalf('ed25519'),
  rsa: publicHalf('rsa2048'),
  'P-256': publicHalf('P-256'),
  'P-384': publicHalf('P-384'),
  'P-521': publicHalf('P-521'),
}
const ed25519 = blobFromKey(made.ed25519)

const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return isLatchkeyError(error) ? error.code : error
  }
  return 'nothing thrown'
}

describe('fingerprints', () => {
  it.each(vectors)('are those that others give $id', ({ publicKey, md5Blob, sha256Blob }) => {
    const blob = parsePublicKeyLine(publicKey)?.blob ?? Buffer.alloc(0)
    expect(fingerprintMd5(blob)).toBe(md5Blob)
    if (sha256Blob !== undefined) expect(fingerprintSha256(blob)).toBe(sha256Blob)
  })
})

describe('an authorized_keys line', () => {
  it('comes back as it went out', () => {
    const line = publicKeyLine(ed25519, 'ada@laptop (work)')
    expect(parsePublicKeyLine(line)).toEqual({
      sshType: 'ssh-ed25519',
      type: 'ed25519',
      bits: 256,
      options: '',
      blob: ed25519,
      comment: 'ada@laptop (work)',
    })
  })

  it('may have options with blanks and quotes in them', () => {
    const options = 'restrict,command="echo \\"hi there\\"",from="10.0.0.0/8"'
    expect(parsePublicKeyLine(`${options} ${publicKeyLine(ed25519, 'c')}`)).toMatchObject({
      options,
      blob: ed25519,
      comment: 'c',
    })
  })

  it('stays one line whatever the comment holds', () => {
    expect(publicKeyLine(ed25519, 'a\nssh-rsa AAAA\u0000b')).not.toMatch(/\p{Cc}/u)
  })

  it('has no blank at its end without a comment', () => {
    expect(publicKeyLine(ed25519, ' ')).toBe(`ssh-ed25519 ${ed25519.toString('base64')}`)
  })

  it('is told apart from other text', () => {
    for (const text of ['', 'hello', 'ssh-ed25519', '-----BEGIN OPENSSH PRIVATE KEY-----', 'ssh-rsa !!!!'])
      expect(parsePublicKeyLine(text)).toBeNull()
  })

  it('is refused if the type in front is not the type inside', () => {
    expect(codeOf(() => parsePublicKeyLine(`ssh-rsa ${ed25519.toString('base64')}`))).toBe('key-damaged')
  })
})

describe('a blob', () => {
  it.each(Object.entries(made))('of %s becomes a key of node:crypto and back', (_name, key) => {
    const blob = blobFromKey(key)
    expect(publicKeyFromBlob(blob).equals(key)).toBe(true)
    expect(blobFromKey(publicKeyFromBlob(blob))).toEqual(blob)
  })

  it('says its type and size', () => {
    const facts = Object.values(made).map((key) => publicKeyFacts(blobFromKey(key)))
    expect(facts.map(({ sshType, bits }) => `${sshType} ${bits}`)).toEqual([
      'ssh-ed25519 256',
      'ssh-rsa 2048',
      'ecdsa-sha2-nistp256 256',
      'ecdsa-sha2-nistp384 384',
      'ecdsa-sha2-nistp521 521',
    ])
  })

  it('cut off anywhere, or with a byte too many, is damaged', () => {
    const whole = Object.values(made).map((key) => blobFromKey(key))
    for (const blob of whole) {
      for (let length = 30; length < blob.length; length += 1)
        expect(codeOf(() => publicKeyFacts(blob.subarray(0, length)))).toBe('key-damaged')
      expect(codeOf(() => publicKeyFacts(Buffer.concat([blob, Buffer.of(0)])))).toBe('key-damaged')
    }
  })

  it('with a point off the curve is damaged', () => {
    const blob = blobFromKey(made['P-256'])
    blob.writeUInt8((blob.at(-1) ?? 0) ^ 1, blob.length - 1)
    expect(codeOf(() => publicKeyFromBlob(blob))).toBe('key-damaged')
  })

  it.each([
    ['ssh-dss', 'DSA'],
    ['sk-ssh-ed25519@openssh.com', 'hardware token'],
    ['ssh-ed25519-cert-v01@openssh.com', 'certificate'],
    ['ssh-xmss@openssh.com', 'ssh-xmss@openssh.com'],
  ])('of type %s is refused by name', (type, word) => {
    const blob = Buffer.concat([string(type), string('x')])
    expect(codeOf(() => publicKeyFacts(blob))).toBe('key-type-unsupported')
    expect(() => publicKeyFacts(blob)).toThrow(word)
  })

  it('of another kind of node:crypto key is refused', () => {
    expect(codeOf(() => blobFromKey(publicHalf('ed448')))).toBe('key-type-unsupported')
  })
})

describe('numbers and strings on the wire', () => {
  it('come back as they went out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const digits = Buffer.from(bytes)
          .toString('hex')
          .replace(/^(00)+/, '')
        expect(wireReader(mpint(bytes)).mpint().toString('hex')).toBe(digits)
        expect(wireReader(string(bytes)).bytes()).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('are refused when negative, padded or cut', () => {
    for (const bad of ['0000000180', '00000002007f', '0000000100', '00000002ff', 'ffffffff00', '0000'])
      expect(() => wireReader(Buffer.from(bad, 'hex')).mpint()).toThrow(WireError)
  })
})
