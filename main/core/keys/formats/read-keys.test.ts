import { createHmac, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { refusal } from '../../../../test/helpers/key-refusal.js'
import { opensshFile } from '../../../../test/helpers/openssh-file.js'
import { blobFromKey, publicKeyLine } from '../public-key.js'
import { string } from '../ssh-wire.js'
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

function rewrapped(text: string, width: number): string {
  const [begin = '', ...body] = text.trim().split('\n')
  const lines =
    body
      .slice(0, -1)
      .join('')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  return [begin, ...lines, body.at(-1), ''].join('\n')
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
