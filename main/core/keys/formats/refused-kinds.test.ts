import { createPrivateKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { refusal } from '../../../../test/helpers/key-refusal.js'
import { opensshFile } from '../../../../test/helpers/openssh-file.js'
import { blobFromKey, publicKeyLine } from '../public-key.js'
import { string, uint32 } from '../ssh-wire.js'

const ed25519 = freshKey('ed25519')
const rsa = freshKey('rsa1024')
const openssh = opensshFile(ed25519)
const line = publicKeyLine(blobFromKey(ed25519), 'ada@laptop')
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1') =>
  String(key.export({ type: type as 'pkcs8', format: 'pem' }))

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
    [
      'a type of noise',
      opensshFile(ed25519, { blob: string(`sk-${'\u0007'.repeat(99)}`) }),
      'key-damaged',
      'damaged',
    ],
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
    const error = await refusal(given)
    expect(error.message).toContain(word)
    expect(error.code).toBe(code)
    expect(error.info.advice).toBeTruthy()
  })
})

function withoutLine(text: string, index: number): string {
  return text
    .split('\n')
    .filter((_line, at) => at !== index)
    .join('\n')
}

function x25519(): string {
  const seed = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32, 7)])
  return pem(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }), 'pkcs8')
}
