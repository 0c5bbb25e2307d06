import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrivateFormat } from '../../contract/keys.js'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { writePrivateKey } from '../../main/core/keys/formats/write-private-key.js'
import { expectPrivateKey, expectPublicKey, fingerprintsOf } from '../helpers/expect-key.js'
import { keyForms } from '../helpers/key-forms.js'
import {
  createKeyTools,
  type KeyTools,
  type Kind,
  kinds,
  PASSPHRASE,
  toolsMissing,
} from '../helpers/key-tools.js'

let tools: KeyTools
beforeAll(async () => {
  if (!toolsMissing) tools = await createKeyTools(kinds)
}, 60_000)
afterAll(() => tools?.close())

const cells = keyForms.flatMap((form) => form.of.map((kind) => ({ name: form.name, kind, form })))
type Cell = (typeof cells)[number]

async function expectCell({ name, kind, form }: Cell): Promise<void> {
  const file = `${kind} as ${name.replaceAll('/', '-')}`
  await form.write(tools, kind, file)
  const expectKey = form.half === 'private' ? expectPrivateKey : expectPublicKey
  await expectKey(tools.looks(kind), tools.path(file), form.expected(kind))
}

const formats: PrivateFormat[] = ['openssh', 'pem', 'pkcs8', 'ppk3', 'ppk2']
/** RSA 8192 encrypted too: Latchkey makes no such keys, so the table of keys that go out has none. */
const ways: [Kind, PrivateFormat, 'plain' | 'encrypted'][] = [
  ...kinds.flatMap((kind) =>
    formats.map((format): [Kind, PrivateFormat, 'plain'] => [kind, format, 'plain']),
  ),
  ...formats.map((format): [Kind, PrivateFormat, 'encrypted'] => ['rsa-8192', format, 'encrypted']),
].filter(([kind, format]) => kind !== 'ed25519' || format !== 'pem')

it('the tables have each type × form × cipher', () => {
  expect(cells).toHaveLength(407)
  expect(ways).toHaveLength(44)
})

describe.skipIf(toolsMissing)(
  `${cells.length} files that other programs wrote are read as what ssh-keygen says`,
  () => {
    // The first of each type one after the other: that its primes are prime is then known.
    it.each(cells.slice(0, kinds.length))('$kind as $name', expectCell)
    it.concurrent.each(cells.slice(kinds.length))('$kind as $name', expectCell)
  },
)

describe.skipIf(toolsMissing)(
  `what came in goes out to its own program as the same key, ${ways.length} times`,
  () => {
    it.each(ways)('%s to %s, %s', async (kind, format, how) => {
      const [found] = await readKeys(await readFile(tools.path(kind)), null)
      if (found?.state !== 'key') throw new Error(`${kind} was not read`)
      const passphrase = how === 'plain' ? null : Buffer.from(PASSPHRASE)
      const file = tools.path(`${kind} to ${format}, ${how}`)
      const text = await writePrivateKey(found.proven.key, { format, passphrase, comment: found.comment })
      await writeFile(file, text, { mode: 0o600 })
      const told = await readKeys(Buffer.from(await publicHalfOf(file, format)), null)
      const { sha256, md5 } = tools.looks(kind)
      expect(fingerprintsOf(told)).toEqual([sha256, md5])
    })
  },
)

/** As the form's own program tells it. */
function publicHalfOf(file: string, format: PrivateFormat): Promise<string> {
  const passphrase = tools.path('passphrase')
  if (format === 'openssh') return tools.sshKeygen(['-y', '-f', file])
  if (format === 'pem' || format === 'pkcs8')
    return tools.openssl(['pkey', '-in', file, '-passin', `file:${passphrase}`, '-pubout'])
  return tools.puttygen([file, '-O', 'public-openssh', '--old-passphrase', passphrase])
}
