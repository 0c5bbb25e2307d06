import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectPrivateKey, expectPublicKey } from '../helpers/expect-key.js'
import { keyForms } from '../helpers/key-forms.js'
import { createKeyTools, type KeyTools, kinds, toolsMissing } from '../helpers/key-tools.js'

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

it('the table has each form × type × cipher', () => {
  expect(cells).toHaveLength(407)
})

describe.skipIf(toolsMissing)(
  `${cells.length} files that other programs wrote are read as what ssh-keygen says`,
  () => {
    // One after the other: a key's primes are looked at here, and that they are prime is remembered.
    it.each(cells.slice(0, kinds.length))('$kind as $name', expectCell)
    it.concurrent.each(cells.slice(kinds.length))('$kind as $name', expectCell)
  },
)
