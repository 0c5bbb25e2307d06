import { createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { opensshFile } from '../../../../test/helpers/openssh-file.js'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import { blobFromKey, publicKeyLine } from '../public-key.js'
import { string, uint32 } from '../ssh-wire.js'
import { context, derElement, derInteger, derObjectId, OCTET_STRING, SEQUENCE } from './asn1.js'
import { readKeys } from './read-keys.js'
import { writePpk } from './write-ppk.js'
import { writePublicKey } from './write-public-key.js'

const ed25519 = freshKey('ed25519')
const rsa = freshKey('rsa1024')
const ecdsa = freshKey('P-256')
const openssh = opensshFile(ed25519, { comment: 'ada@laptop' })
const line = publicKeyLine(blobFromKey(ed25519), 'ada@laptop')
const PASSPHRASE = 'correct horse'

const bytes = (given: string | Uint8Array) => (typeof given === 'string' ? Buffer.from(given) : given)
const read = (given: string | Uint8Array, passphrase?: string, part = 0) =>
  readKeys(bytes(given), passphrase === undefined ? null : { part, passphrase: Buffer.from(passphrase) })

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1', passphrase?: string) =>
  String(
    key.export({
      type: type as 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    }),
  )
const der = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1') =>
  key.export({ type: type as 'pkcs8', format: 'der' })

/** Why a text of one key is not taken. */
async function refusal(given: string | Uint8Array, passphrase?: string): Promise<LatchkeyError> {
  const found = await read(given, passphrase).catch((error: unknown) => error)
  const error = Array.isArray(found) && found.length === 1 ? found[0].problem : found
  if (isLatchkeyError(error)) return error
  throw new Error('it was taken', { cause: error })
}

describe('a private key is found', () => {
  it.each([
    ['as it is', openssh],
    ['with CRLF', openssh.replaceAll('\n', '\r\n')],
    ['with CR alone', openssh.replaceAll('\n', '\r')],
    ['without its last newline', openssh.trimEnd()],
    ['without its END line', openssh.split('\n').slice(0, -2).join('\n')],
    ['without its BEGIN line', openssh.split('\n').slice(1).join('\n')],
    ['without both', openssh.split('\n').slice(1, -2).join('\n')],
    ['with a byte order mark', `\ufeff${openssh}`],
    ['as UTF-16 with its mark', Buffer.from(`\ufeff${openssh}`, 'utf16le')],
    ['as UTF-16 the other way round', Buffer.from(`\ufeff${openssh}`, 'utf16le').swap16()],
    ['indented, with blanks and lines around it', `\n\n  ${openssh.replaceAll('\n', '  \n\t')}\n\n`],
    ['with an empty line after each', openssh.replaceAll('\n', '\n\n')],
    ['on one line, as some forms paste it', openssh.replaceAll('\n', ' ')],
    ['on one line with \\n, as .env and JSON have it', `KEY="${openssh.replaceAll('\n', '\\n')}"\nPORT=22`],
    ['in JSON that escapes slashes too', JSON.stringify({ key: openssh }).replaceAll('/', '\\/')],
    ['escaped twice', JSON.stringify(JSON.stringify({ key: openssh }))],
    [
      'as program text',
      openssh
        .trim()
        .split('\n')
        .map((text) => `  "${text}\\n" +`)
        .join('\n'),
    ],
    ['in YAML', `key: |\n${openssh.replace(/^/gm, '    ')}\nport: 22\n`],
    ['in a mail', `Hi,\nhere it is:\n\n${openssh}\n-- \nAda\n+49 30 123\n`],
    ['in an answered mail', openssh.replace(/^/gm, '> > ')],
    ['with long dashes, as word processors make them', openssh.replaceAll('-----', '\u2014\u2013')],
    ['in a terminal', `ada@laptop:~$ cat id_ed25519\n${openssh}ada@laptop:~$ \n`],
    [
      'in a terminal, its END line not copied',
      `$ cat id\n${openssh.replace(/-----END.*\n/, '')}\nada@laptop:~$ ls`,
    ],
    ['broken at other places', rewrapped(openssh, 41)],
    ['broken at 3', rewrapped(openssh, 3)],
  ])('%s', async (_how, text) => {
    expect(await read(text)).toMatchObject([
      {
        state: 'key',
        format: 'OpenSSH',
        encryption: null,
        comment: 'ada@laptop',
        proven: { blob: blobFromKey(ed25519), type: 'ed25519', bits: 256 },
      },
    ])
  })

  it.each([
    ['PEM (PKCS#1)', pem(rsa, 'pkcs1'), rsa],
    ['PEM (SEC1)', pem(ecdsa, 'sec1'), ecdsa],
    ['PKCS#8', pem(rsa, 'pkcs8'), rsa],
    ['PKCS#8', pem(ed25519, 'pkcs8'), ed25519],
    ['PKCS#8', pem(ecdsa, 'pkcs8'), ecdsa],
    ['PKCS#8 (DER)', der(rsa, 'pkcs8'), rsa],
    ['PKCS#1 (DER)', der(rsa, 'pkcs1'), rsa],
    ['SEC1 (DER)', der(ecdsa, 'sec1'), ecdsa],
    ['SEC1 (DER)', sec1OfPutty(), ecdsa],
    // What other programs write under a wrong label.
    ['PEM (PKCS#1)', pem(rsa, 'pkcs1').replaceAll('RSA PRIVATE', 'PRIVATE'), rsa],
    ['PKCS#8', pem(ecdsa, 'pkcs8').replaceAll(' PRIVATE', ' EC PRIVATE'), ecdsa],
    [
      'PEM (SEC1)',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(ecdsa, 'sec1')}`,
      ecdsa,
    ],
  ])('as %s', async (format, given, key) => {
    expect(await read(given)).toMatchObject([{ state: 'key', format, proven: { blob: blobFromKey(key) } }])
  })

  it('with any bytes as its comment, which PuTTY has under its checksum, however it was pasted', async () => {
    const found = { state: 'key', format: 'PuTTY (PPK version 3)', comment: 'Schlüssel für Zoë' }
    const utf8 = (await writePpk(ed25519, null, 'Schlüssel für Zoë', 3)).toString()
    expect(await read(utf8)).toMatchObject([found])
    expect(await read(utf8.replaceAll('\n', '  \r\n'))).toMatchObject([found])
    expect(await read(utf8.replace('Zoë', 'Zoe'))).toMatchObject([{ state: 'refused' }])
    const latin1 = Buffer.from(withComment(utf8, Buffer.from('Schlüssel für Zoë', 'latin1')), 'latin1')
    expect(await read(latin1)).toMatchObject([found])
    expect(await read(latin1.toString('latin1'))).toMatchObject([found])
  })
})

describe('several keys in one text', () => {
  const text = `${line}\n${openssh}\n${pem(ecdsa, 'pkcs8', PASSPHRASE)}\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`

  it('are found in their order, each for what it is', async () => {
    expect(await read(text)).toMatchObject([
      { state: 'public', format: 'OpenSSH public key', blob: blobFromKey(ed25519), comment: 'ada@laptop' },
      { state: 'key', proven: { blob: blobFromKey(ed25519) } },
      { state: 'encrypted', format: 'PKCS#8', blob: null },
      { state: 'refused', problem: { message: expect.stringContaining('X.509') } },
    ])
  })

  it('take the passphrase for one of them', async () => {
    expect((await read(text, PASSPHRASE, 2))[2]).toMatchObject({ proven: { blob: blobFromKey(ecdsa) } })
    expect((await read(text, PASSPHRASE, 1))[2]).toMatchObject({ state: 'encrypted' })
    await expect(read(text, 'another', 2)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  })
})

describe('a passphrase', () => {
  it.each([
    ['PEM (PKCS#1)', 'aes256-cbc, one round of MD5', pem(rsa, 'pkcs1', PASSPHRASE)],
    ['PKCS#8', 'aes256-cbc, PBKDF2 with 2048 rounds of HMAC-SHA-256', pem(rsa, 'pkcs8', PASSPHRASE)],
  ])('opens %s, and nothing else does', async (format, encryption, text) => {
    expect(await read(text)).toMatchObject([{ state: 'encrypted', format, encryption, blob: null }])
    expect(await read(text, '')).toMatchObject([{ state: 'encrypted' }])
    for (const wrong of [`${PASSPHRASE} `, PASSPHRASE.toUpperCase()])
      await expect(read(text, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' })
    expect(await read(text, PASSPHRASE)).toMatchObject([{ proven: { blob: blobFromKey(rsa) }, encryption }])
  })

  it('is its bytes as typed: the same letters written otherwise are another', async () => {
    const file = await writePpk(ed25519, Buffer.from('caf\u00e9 '), 'c', 2)
    expect(await read(file, 'caf\u00e9 ')).toMatchObject([{ state: 'key' }])
    for (const wrong of ['cafe\u0301 ', 'caf\u00e9'])
      await expect(read(file, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  })
})

describe('a public key alone', () => {
  const blob = blobFromKey(ed25519)
  const base64 = blob.toString('base64')
  it.each([
    ['OpenSSH public key', `${line}\n`, 'ada@laptop'],
    ['OpenSSH public key', `restrict,command="a b",from="10.0.0.0/8" ${line}`, 'ada@laptop'],
    ['OpenSSH public key', `# mine\nssh_authorized_keys:\n  - ${line}`, 'ada@laptop'],
    ['OpenSSH public key', `{"publicKey":"${line}","bits":256}`, 'ada@laptop'],
    [
      'OpenSSH public key',
      `ssh-ed25519 ${base64.slice(0, 40)}\n${base64.slice(40)} ada@laptop`,
      'ada@laptop',
    ],
    [
      'RFC 4716',
      writePublicKey(blob, 'rfc4716', 'ada@laptop: at home, which is a very long way from here'),
      /^ada@laptop: at .* here$/,
    ],
    ['PEM (SubjectPublicKeyInfo)', writePublicKey(blob, 'pem', ''), ''],
  ])('is found as %s', async (format, text, comment) => {
    const found = await read(text)
    expect(found).toMatchObject([{ state: 'public', format, blob }])
    expect(found[0]).toHaveProperty(
      'comment',
      typeof comment === 'string' ? comment : expect.stringMatching(comment),
    )
  })

  it('is found with others in authorized_keys, without what is commented out', async () => {
    const others = [ecdsa, rsa].map((key) => publicKeyLine(blobFromKey(key), ''))
    const found = await read(`# ${line}\n${others.join('\n')}\n`)
    expect(found).toMatchObject([{ blob: blobFromKey(ecdsa) }, { blob: blobFromKey(rsa) }])
  })

  it('that can be no key is refused', async () => {
    const off = Buffer.from(blobFromKey(ecdsa))
    off.writeUInt8((off.at(-1) ?? 0) ^ 1, off.length - 1)
    expect((await refusal(publicKeyLine(off, ''))).code).toBe('key-damaged')
    expect((await refusal(line.slice(0, 40))).code).toBe('key-damaged')
    expect((await refusal(`ssh-rsa ${base64}`)).code).toBe('key-damaged')
  })
})

describe('what is not taken gets its own sentence', () => {
  const rounds = (count: number) => Buffer.concat([string(Buffer.alloc(16, 1)), uint32(count)])
  it.each([
    ['nothing', '', 'key-unreadable', 'nothing'],
    ['blanks', ' \r\n\t', 'key-unreadable', 'nothing'],
    ['any text', 'hello', 'key-unreadable', 'not a key'],
    ['binary', Buffer.from([0, 1, 2, 3, 0xff]), 'key-unreadable', 'not a key'],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'key-unreadable', 'web page'],
    [
      'known_hosts',
      `|1|abc=|def= ${line}\n[git.example.com]:22,10.0.0.1 ${line}`,
      'key-unreadable',
      'servers',
    ],
    ['megabytes', Buffer.alloc(1_000_001, 65), 'key-unreadable', 'too long'],
    ['hundreds', `${line}\n`.repeat(201), 'key-unreadable', 'more than 200'],
    [
      'a certificate',
      `ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAx c`,
      'key-type-unsupported',
      'OpenSSH certificate',
    ],
    [
      'an X.509 certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      'key-type-unsupported',
      'X.509',
    ],
    ['parameters', '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n', 'key-type-unsupported', 'parameters'],
    [
      'DSA with its parameters',
      '-----BEGIN DSA PARAMETERS-----\nMIIB\n-----END DSA PARAMETERS-----\n-----BEGIN DSA PRIVATE KEY-----\nMIIB\n',
      'key-type-unsupported',
      'DSA',
    ],
    ['PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n', 'key-type-unsupported', 'OpenPGP'],
    ['age', '# created: 2026\n# public key: age1abc\nAGE-SECRET-KEY-1QQQ', 'key-type-unsupported', 'age'],
    ['a file of age', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n', 'key-type-unsupported', 'age'],
    ['JWK', '{"kty":"OKP","crv":"Ed25519","d":"AAAA"}', 'key-type-unsupported', 'JSON Web Key'],
    ['SSH1', 'SSH PRIVATE KEY FILE FORMAT 1.1\n\0', 'key-type-unsupported', 'version 1'],
    ['SSH1 public', `1024 35 ${'1234567890'.repeat(30)} ada`, 'key-type-unsupported', 'version 1'],
    ['PKCS#12', Buffer.from('3009020103300406022a03', 'hex'), 'key-type-unsupported', 'PKCS#12'],
    ['PPK 1', 'PuTTY-User-Key-File-1: ssh-rsa\r\nEncryption: none\r\n', 'key-type-unsupported', 'version 1'],
    ['PPK 4', 'PuTTY-User-Key-File-4: ssh-rsa\r\n', 'key-type-unsupported', 'PuTTY'],
    ['DSA as PEM', '-----BEGIN DSA PRIVATE KEY-----\nMIIB\n', 'key-type-unsupported', 'DSA'],
    ['DSA', opensshFile(ed25519, { blob: string('ssh-dss') }), 'key-type-unsupported', 'DSA'],
    ['DSA public', 'ssh-dss AAAAB3NzaC1kc3MAAACBAP c', 'key-type-unsupported', 'DSA'],
    [
      'a token',
      opensshFile(ed25519, { blob: string('sk-ssh-ed25519@openssh.com') }),
      'key-type-unsupported',
      'token',
    ],
    [
      'its public half',
      'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t c',
      'key-type-unsupported',
      'token',
    ],
    ['ssh.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56w==\n', 'key-type-unsupported', 'ssh.com'],
    ['short RSA', pem(freshKey('rsa512'), 'pkcs1'), 'key-type-unsupported', '512 bits'],
    ['Ed448', pem(freshKey('ed448'), 'pkcs8'), 'key-type-unsupported', 'Ed448'],
    ['X25519', x25519(), 'key-type-unsupported', 'X25519'],
    ['secp256k1', pem(freshKey('secp256k1'), 'pkcs8'), 'key-type-unsupported', 'secp256k1'],
    ['a cut off key', openssh.split('\n').slice(0, -4).join('\n'), 'key-damaged', 'END line'],
    ['a lost line', withoutLine(openssh, 2), 'key-damaged', 'damaged'],
    ['a lost line of PEM', withoutLine(pem(rsa, 'pkcs1'), 3), 'key-damaged', 'damaged'],
    ['a character that is no base64', openssh.replace(/AAA/, 'A?A'), 'key-damaged', 'base64'],
    ['two keys in one', opensshFile(ed25519, { keyCount: 2 }), 'key-damaged', 'exactly one key'],
    ['1001 rounds', opensshFile(ed25519, { kdfOptions: rounds(1001) }), 'key-too-costly', '1001 rounds'],
    ['2^32 rounds', opensshFile(ed25519, { kdfOptions: rounds(2 ** 32 - 1) }), 'key-too-costly', 'rounds'],
  ])('%s', async (_what, given, code, word) => {
    const error = await refusal(given, PASSPHRASE)
    expect(error.message).toContain(word)
    expect(error.code).toBe(code)
    expect(error.info.advice).toBeTruthy()
  })
})

function rewrapped(text: string, width: number): string {
  const [begin = '', ...body] = text.trim().split('\n')
  const lines =
    body
      .slice(0, -1)
      .join('')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  return [begin, ...lines, body.at(-1), ''].join('\n')
}

function withoutLine(text: string, index: number): string {
  return text
    .split('\n')
    .filter((_line, at) => at !== index)
    .join('\n')
}

/** A PPK 3 without passphrase, each character one byte, with this comment and the checksum that goes with it. */
function withComment(ppk: string, comment: Buffer): string {
  const lines = (name: string) =>
    /^(?:[A-Za-z0-9+/=]+\n)+/.exec(ppk.split(new RegExp(`${name}-Lines: \\d+\n`))[1] ?? '')?.[0] ?? ''
  const mac = createHmac('sha256', '')
  const parts = [
    'ssh-ed25519',
    'none',
    comment,
    Buffer.from(lines('Public'), 'base64'),
    Buffer.from(lines('Private'), 'base64'),
  ]
  for (const part of parts) mac.update(string(part))
  return ppk
    .replace(/^Comment: .*$/m, `Comment: ${comment.toString('latin1')}`)
    .replace(/^Private-MAC: .*$/m, `Private-MAC: ${mac.digest('hex')}`)
}

/** SEC1 with its number as PuTTY writes it where that begins with a 1 bit: with a zero more than RFC 5915 §3 allows. */
function sec1OfPutty(): Buffer {
  const d = Buffer.from(ecdsa.export({ format: 'jwk' }).d ?? '', 'base64url')
  const curve = derElement(context(0), derObjectId('1.2.840.10045.3.1.7'))
  return derElement(SEQUENCE, derInteger(Buffer.of(1)), derElement(OCTET_STRING, Buffer.of(0), d), curve)
}

function x25519(): string {
  const seed = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32, 7)])
  return pem(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }), 'pkcs8')
}
