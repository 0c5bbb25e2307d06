import { writeFile } from 'node:fs/promises'
import type { ExpectedFile } from './expect-key.js'
import { COMMENT, type KeyTools, type Kind, kinds, PASSPHRASE } from './key-tools.js'

/** A form in which one of the programs writes keys of some kinds, and what is to be read of them. */
export interface KeyForm {
  name: string
  half: 'private' | 'public'
  of: readonly Kind[]
  expected(kind: Kind): ExpectedFile
  write(tools: KeyTools, kind: Kind, file: string): Promise<unknown>
}

const rsa = kinds.filter((kind) => kind.startsWith('rsa'))
/** Those with a form that is older than PKCS#8. */
const older = kinds.filter((kind) => kind !== 'ed25519')
const olderName = (kind: Kind) => (kind.startsWith('rsa') ? 'PKCS#1' : 'SEC1')

type Expected = KeyForm['expected']
const openssh = (encryption?: RegExp): Expected => {
  const encrypted = encryption && { encryption, shown: true }
  return () => ({ format: 'OpenSSH', comment: COMMENT, ...encrypted })
}
const ppk = (version: 2 | 3, encryption?: RegExp): Expected => {
  const encrypted = encryption && { encryption, shown: true }
  return () => ({ format: `PuTTY (PPK version ${version})`, comment: COMMENT, ...encrypted })
}
const pem =
  (encryption?: RegExp): Expected =>
  (kind) => ({ format: `PEM (${olderName(kind)})`, ...(encryption && { encryption }) })
const pkcs8 =
  (encryption?: RegExp): Expected =>
  () => ({ format: 'PKCS#8', ...(encryption && { encryption }) })
const only =
  (format: string, comment?: string): Expected =>
  () => ({ format, ...(comment !== undefined && { comment }) })

/** `ssh-keygen -p` with these arguments. Encrypting, it takes one round of bcrypt. */
const rewrite = (name: string, of: readonly Kind[], args: string[], expected: Expected): KeyForm => {
  const write: KeyForm['write'] = (tools, kind, file) => tools.rewritten(kind, file, ['-a', '1', ...args])
  return { name: `${name} by ssh-keygen`, half: 'private', of, expected, write }
}

const LOCK = ['-N', PASSPHRASE]
const opensshCiphers = [
  ...['aes128-ctr', 'aes192-ctr', 'aes256-ctr', 'aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
  ...['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
]
const bySshKeygen = [
  rewrite('OpenSSH', kinds, ['-N', ''], openssh()),
  ...opensshCiphers.map((cipher) => {
    const encryption = new RegExp(`^${cipher.split('@')[0]}, bcrypt with 1 rounds$`)
    return rewrite(`OpenSSH under ${cipher}`, kinds, [...LOCK, '-Z', cipher], openssh(encryption))
  }),
  rewrite('PEM', older, ['-N', '', '-m', 'PEM'], pem()),
  rewrite('PEM under DEK-Info', older, [...LOCK, '-m', 'PEM'], pem(/^aes128-cbc, one round of MD5$/)),
  rewrite('PKCS#8', older, ['-N', '', '-m', 'PKCS8'], pkcs8()),
  rewrite('PKCS#8 under PBES2', older, [...LOCK, '-m', 'PKCS8'], pkcs8(/^\S+-cbc, PBKDF2 with 2048 rounds/)),
]

/** puttygen with `-O` and these arguments; with a passphrase where it is to be `encrypted`. */
function putty(name: string, args: string[], expected: Expected, given: Partial<KeyForm & Encrypted> = {}) {
  const { encrypted = false, of = kinds, half = 'private' } = given
  const write: KeyForm['write'] = ({ path, puttygen }, kind, file) => {
    const passphrase = encrypted ? ['--new-passphrase', path('passphrase')] : []
    return puttygen([path(kind), '-O', ...args, ...passphrase, '-o', path(file)])
  }
  return { name: `${name} by puttygen`, half, of, expected, write }
}

interface Encrypted {
  encrypted: boolean
}

const LOCKED = { encrypted: true }
const argon2Variants = ['Argon2id', 'Argon2i', 'Argon2d']
const byPuttygen: KeyForm[] = [
  putty('PPK 2', ['private', '--ppk-param', 'version=2'], ppk(2)),
  putty('PPK 2 under SHA-1', ['private', '--ppk-param', 'version=2'], ppk(2, /^aes256-cbc, SHA-1$/), LOCKED),
  putty('PPK 3', ['private', '--ppk-param', 'version=3'], ppk(3)),
  ...argon2Variants.map((variant) => {
    const parameters = `version=3,kdf=${variant.toLowerCase()},memory=1024,passes=2`
    const encryption = new RegExp(`^aes256-cbc, ${variant} with 1 MiB and 2 passes$`)
    return putty(`PPK 3 under ${variant}`, ['private', '--ppk-param', parameters], ppk(3, encryption), LOCKED)
  }),
  putty('OpenSSH', ['private-openssh-new', '--reencrypt'], openssh()),
  putty(
    'OpenSSH under bcrypt',
    ['private-openssh-new', '--reencrypt'],
    openssh(/^aes256-ctr, bcrypt with 16 rounds$/),
    LOCKED,
  ),
  putty('PEM', ['private-openssh'], pem(), { of: older }),
  putty('PEM under DEK-Info', ['private-openssh'], pem(/^3des-cbc, one round of MD5$/), {
    of: older,
    ...LOCKED,
  }),
  putty('RFC 4716', ['public'], only('RFC 4716', COMMENT), { half: 'public' }),
  putty('public line', ['public-openssh'], only('OpenSSH public key', COMMENT), { half: 'public' }),
]

/** openssl over the key as PKCS#8; with a passphrase where it is to be `encrypted`. */
function ssl(
  name: string,
  args: string[] | ((kind: Kind) => string[]),
  expected: Expected,
  given: Partial<KeyForm & Encrypted> = {},
): KeyForm {
  const { encrypted = false, of = kinds, half = 'private' } = given
  const write: KeyForm['write'] = ({ path, pkcs8File, openssl }, kind, file) => {
    const passphrase = encrypted ? ['-passout', `file:${path('passphrase')}`] : []
    const given = typeof args === 'function' ? args(kind) : args
    return openssl([...given, ...passphrase, '-in', pkcs8File(kind), '-out', path(file)])
  }
  return { name: `${name} by openssl`, half, of, expected, write }
}

const olderProgram = (kind: Kind) => (kind.startsWith('rsa') ? ['rsa', '-traditional'] : ['ec'])
const dekCiphers = { aes128: 'aes128-cbc', aes192: 'aes192-cbc', aes256: 'aes256-cbc', des3: '3des-cbc' }
const pbes2Ciphers = {
  'aes-128-cbc': 'aes128',
  'aes-192-cbc': 'aes192',
  'aes-256-cbc': 'aes256',
  des3: '3des',
}
const prfs = {
  ...{ SHA1: 'SHA-1', SHA224: 'SHA-224', SHA256: 'SHA-256', SHA384: 'SHA-384', SHA512: 'SHA-512' },
  ...{ 'SHA512-224': 'SHA-512/224', 'SHA512-256': 'SHA-512/256' },
}
const pbkdf2 = (cipher: string, prf: string) =>
  pkcs8(new RegExp(`^${cipher}-cbc, PBKDF2 with 2048 rounds of HMAC-${prf}$`))
const scrypt = pkcs8(/^aes256-cbc, scrypt with N=16384 r=8 p=1$/)
const topk8 = ['pkcs8', '-topk8']
const byOpenssl: KeyForm[] = [
  ssl('PEM', olderProgram, pem(), { of: older }),
  ...Object.entries(dekCiphers).map(([cipher, words]) => {
    const encryption = new RegExp(`^${words}, one round of MD5$`)
    const args = (kind: Kind) => [...olderProgram(kind), `-${cipher}`]
    return ssl(`PEM under ${cipher}`, args, pem(encryption), { of: older, ...LOCKED })
  }),
  ssl(
    'DER',
    (kind) => [...olderProgram(kind), '-outform', 'DER'],
    (kind) => ({ format: `${olderName(kind)} (DER)` }),
    {
      of: older,
    },
  ),
  ssl('PKCS#8', [...topk8, '-nocrypt'], pkcs8()),
  ssl('PKCS#8 as DER', [...topk8, '-nocrypt', '-outform', 'DER'], only('PKCS#8 (DER)')),
  ...Object.entries(pbes2Ciphers).map(([cipher, words]) =>
    ssl(`PKCS#8 under ${cipher}`, [...topk8, '-v2', cipher], pbkdf2(words, 'SHA-256'), LOCKED),
  ),
  ...Object.entries(prfs).map(([prf, words]) => {
    const args = [...topk8, '-v2', 'aes-256-cbc', '-v2prf', `hmacWith${prf}`]
    return ssl(`PKCS#8 under HMAC with ${prf}`, args, pbkdf2('aes256', words), LOCKED)
  }),
  ssl('PKCS#8 under scrypt', [...topk8, '-scrypt'], scrypt, LOCKED),
  ssl('public PEM', ['pkey', '-pubout'], only('PEM (SubjectPublicKeyInfo)'), { half: 'public' }),
  ssl('public DER', ['pkey', '-pubout', '-outform', 'DER'], only('SubjectPublicKeyInfo (DER)'), {
    half: 'public',
  }),
]

/** `ssh-keygen -e`, or for a line `-y`, which write to stdout. */
function print(name: string, of: readonly Kind[], args: string[], expected: Expected): KeyForm {
  const write: KeyForm['write'] = async ({ path, sshKeygen }, kind, file) =>
    writeFile(path(file), await sshKeygen([...args, '-f', path(kind)]))
  return { name: `${name} by ssh-keygen`, half: 'public', of, expected, write }
}

const publicBySshKeygen: KeyForm[] = [
  print('public line', kinds, ['-y'], only('OpenSSH public key', COMMENT)),
  print('RFC 4716', kinds, ['-e', '-m', 'RFC4716'], only('RFC 4716')),
  print('public PEM', older, ['-e', '-m', 'PKCS8'], only('PEM (SubjectPublicKeyInfo)')),
  print('public PKCS#1', rsa, ['-e', '-m', 'PEM'], only('PEM (PKCS#1)')),
]

/** Every form × cipher of the three programs; costly KDFs take their least. Plain OpenSSH comes first. */
export const keyForms = [...bySshKeygen, ...byPuttygen, ...byOpenssl, ...publicBySshKeygen]
