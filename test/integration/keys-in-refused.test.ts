import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { createKeyTools, type KeyTools, toolsMissing } from '../helpers/key-tools.js'

let tools: KeyTools
beforeAll(async () => {
  if (!toolsMissing) tools = await createKeyTools(['ed25519', 'ecdsa-256', 'rsa-2048'])
}, 60_000)
afterAll(() => tools?.close())

/** One row only, that says what it is and what to do. */
async function expectRefusal(file: string, word: string): Promise<void> {
  const problem = {
    code: 'key-type-unsupported',
    message: expect.stringContaining(word),
    info: { advice: expect.stringMatching(/\w/) },
  }
  expect(await readKeys(await readFile(file), null)).toMatchObject([{ state: 'refused', problem }])
}

describe.skipIf(toolsMissing)('what can not be taken is refused by its name', () => {
  it('a certificate of ssh-keygen', async () => {
    await tools.sshKeygen(['-s', tools.path('ecdsa-256'), '-I', 'id', '-n', 'ada', tools.path('ed25519.pub')])
    await expectRefusal(tools.path('ed25519-cert.pub'), 'OpenSSH certificate')
  })

  it.each([
    ['DSA', ['-t', 'dsa', '-b', '1024', '-O', 'private'], 'DSA'],
    ['DSA for OpenSSH', ['-t', 'dsa', '-b', '1024', '-O', 'private-openssh'], 'DSA'],
    ['Ed448', ['-t', 'ed448', '-O', 'private'], 'Ed448'],
    ['Ed448 for OpenSSH', ['-t', 'ed448', '-O', 'private-openssh'], 'Ed448'],
    ['ssh.com', ['-t', 'rsa', '-b', '1024', '-O', 'private-sshcom'], 'ssh.com'],
    ['SSH version 1', ['-t', 'rsa1', '-b', '1024', '-O', 'private'], 'SSH version 1'],
  ])('%s of puttygen', async (name, args, word) => {
    const file = tools.path(`putty ${name}`)
    await tools.puttygen([...args, '--new-passphrase', tools.path('nothing'), '-o', file])
    await expectRefusal(file, word)
  })

  it.each([
    ['DSA with its parameters', ['dsaparam', '-genkey', '1024'], 'DSA'],
    ['parameters alone', ['ecparam', '-name', 'prime256v1'], 'parameters'],
    ['secp256k1', ['ecparam', '-name', 'secp256k1', '-genkey'], 'secp256k1'],
    ['Ed448', ['genpkey', '-algorithm', 'ed448'], 'Ed448'],
    ['X25519', ['genpkey', '-algorithm', 'x25519'], 'X25519'],
    ['RSA for PSS', ['genpkey', '-algorithm', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:1024'], 'PSS'],
    ['RSA of three primes', ['genrsa', '-primes', '3', '2048'], 'more than two primes'],
    ['RSA of 512 bits', ['genrsa', '512'], '512 bits'],
  ])('%s of openssl', async (name, [program = '', ...args], word) => {
    const file = tools.path(`openssl ${name}`)
    await tools.openssl([program, '-out', file, ...args])
    await expectRefusal(file, word)
  })

  it.each([
    ['a curve in numbers', 'ecdsa-256', ['ec', '-param_enc', 'explicit'], 'curve'],
    ['a certificate', 'ecdsa-256', ['req', '-x509', '-new', '-subj', '/CN=ada'], 'X.509'],
    [
      'a certificate in DER',
      'ecdsa-256',
      ['req', '-x509', '-new', '-subj', '/CN=ada', '-outform', 'DER'],
      'X.509',
    ],
    ['a certificate request', 'ecdsa-256', ['req', '-new', '-subj', '/CN=ada'], 'X.509'],
    ['PEM under Camellia', 'rsa-2048', ['rsa', '-traditional', '-camellia256'], 'CAMELLIA-256-CBC'],
    ['PEM under ARIA', 'ecdsa-256', ['ec', '-aria128'], 'ARIA-128-CBC'],
    ['PKCS#8 under Camellia', 'ed25519', ['pkcs8', '-topk8', '-v2', 'camellia256'], 'other than AES and DES'],
    ['PKCS#8 under AES in another mode', 'ed25519', ['pkcs8', '-topk8', '-v2', 'aes-256-cfb'], 'CBC mode'],
    ['PKCS#8 under PBES1', 'ecdsa-256', ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES'], 'PBES1'],
  ] as const)('%s of openssl', async (name, kind, args, word) => {
    const file = tools.path(`openssl ${name}`)
    const [program = '', ...more] = args
    const source = [program === 'req' ? '-key' : '-in', tools.pkcs8File(kind)]
    const passphrase = program === 'req' ? [] : ['-passout', `file:${tools.path('passphrase')}`]
    await tools.openssl([program, ...more, ...source, ...passphrase, '-out', file])
    await expectRefusal(file, word)
  })

  it('a PKCS#12 store of openssl', async () => {
    const key = tools.pkcs8File('ecdsa-256')
    const [certificate, store] = [tools.path('certificate.pem'), tools.path('store.pfx')]
    await tools.openssl(['req', '-x509', '-new', '-key', key, '-subj', '/CN=ada', '-out', certificate])
    const passphrase = ['-passout', `file:${tools.path('passphrase')}`]
    await tools.openssl([
      'pkcs12',
      '-export',
      '-inkey',
      key,
      '-in',
      certificate,
      ...passphrase,
      '-out',
      store,
    ])
    await expectRefusal(store, 'PKCS#12')
  })
})
