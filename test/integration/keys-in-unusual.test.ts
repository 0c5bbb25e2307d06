import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { expectPrivateKey, expectPublicKey, fingerprintsOf } from '../helpers/expect-key.js'
import {
  COMMENT,
  createKeyTools,
  type KeyTools,
  type Kind,
  PASSPHRASE,
  toolsMissing,
} from '../helpers/key-tools.js'

const some = ['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa-2048'] as const satisfies Kind[]
const [ed25519, ...pairsForOpenssl] = some

let tools: KeyTools
beforeAll(async () => {
  if (!toolsMissing) tools = await createKeyTools(some)
}, 60_000)
afterAll(() => tools?.close())

describe.skipIf(toolsMissing)('what the programs take by themselves, or when asked for more', () => {
  it('the cipher and the rounds of ssh-keygen', async () => {
    const file = await tools.rewritten(ed25519, 'default', ['-N', PASSPHRASE])
    const encryption = /^aes256-ctr, bcrypt with (16|24) rounds$/
    await expectPrivateKey(tools.looks(ed25519), file, {
      format: 'OpenSSH',
      encryption,
      comment: COMMENT,
      shown: true,
    })
  })

  it.each([
    ['PuTTY takes', 'version=3', /^aes256-cbc, Argon2id with 8 MiB and \d+ passes$/],
    ['of four lanes', 'parallelism=4,memory=65536,passes=1', /with 64 MiB and 1 passes$/],
  ])('the Argon2 that %s', async (_what, parameters, encryption) => {
    const file = tools.path('argon2.ppk')
    const passphrase = ['--new-passphrase', tools.path('passphrase')]
    const form = ['-O', 'private', '--ppk-param', parameters]
    await tools.puttygen([tools.path(ed25519), ...form, ...passphrase, '-o', file])
    const format = 'PuTTY (PPK version 3)'
    await expectPrivateKey(tools.looks(ed25519), file, { format, encryption, comment: COMMENT, shown: true })
  })

  it.each([
    ['100,000 rounds of PBKDF2', ['-v2', 'aes-256-cbc', '-iter', '100000'], /100000 rounds of HMAC-SHA-256/],
    ['scrypt of other numbers', ['-scrypt_N', '1024', '-scrypt_r', '4', '-scrypt_p', '3'], /N=1024 r=4 p=3/],
  ])('PKCS#8 under %s', async (_what, args, encryption) => {
    const file = tools.path('costs.p8')
    const passphrase = ['-passout', `file:${tools.path('passphrase')}`]
    await tools.openssl([
      'pkcs8',
      '-topk8',
      ...args,
      '-in',
      tools.pkcs8File(ed25519),
      ...passphrase,
      '-out',
      file,
    ])
    await expectPrivateKey(tools.looks(ed25519), file, { format: 'PKCS#8', encryption })
  })

  it('an elliptic key with a compressed point, or without any', async () => {
    const given = ['ec', '-in', tools.pkcs8File('ecdsa-384')]
    const looks = tools.looks('ecdsa-384')
    for (const how of [['-conv_form', 'compressed'], ['-no_public']]) {
      await tools.openssl([...given, ...how, '-out', tools.path('ec.form')])
      await expectPrivateKey(looks, tools.path('ec.form'), { format: 'PEM (SEC1)' })
    }
    await tools.openssl([...given, '-pubout', '-conv_form', 'compressed', '-out', tools.path('ec.public')])
    await expectPublicKey(looks, tools.path('ec.public'), { format: 'PEM (SubjectPublicKeyInfo)' })
  })

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'the parameters that `openssl ecparam -genkey` writes in front of a key of %s',
    async (curve) => {
      const file = tools.path('ecparam.pem')
      await tools.openssl(['ecparam', '-name', curve, '-genkey', '-out', file])
      const found = await readKeys(await readFile(file), null)
      expect(found).toMatchObject([{ state: 'key', format: 'PEM (SEC1)' }])
      const publicHalf = Buffer.from(await tools.openssl(['ec', '-in', file, '-pubout']))
      expect(fingerprintsOf(await readKeys(publicHalf, null))).toEqual(fingerprintsOf(found))
    },
  )
})

describe.skipIf(toolsMissing)('several keys in one text', () => {
  it('are found in their order, whatever their forms', async () => {
    const files = [tools.path(ed25519), ...pairsForOpenssl.map(tools.pkcs8File), tools.path('rsa-2048.pub')]
    await writeFile(tools.path('all'), Buffer.concat(await Promise.all(files.map((file) => readFile(file)))))
    const found = await readKeys(await readFile(tools.path('all')), null)
    const expected = [ed25519, ...pairsForOpenssl, 'rsa-2048' as const].map(
      (kind) => tools.looks(kind).sha256,
    )
    expect(found.map((one) => fingerprintsOf([one])?.[0])).toEqual(expected)
    expect(found.map(({ state }) => state)).toEqual([...some.map(() => 'key'), 'public'])
  })
})
