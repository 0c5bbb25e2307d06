import { expect, it } from 'vitest'
import { withSecretText } from './secret-text.js'

const kept: Uint8Array[] = []
const keep = async (bytes: Uint8Array) => {
  kept.push(bytes)
  return Buffer.from(bytes).toString()
}

it('hands the text over as UTF-8, and wipes it after', async () => {
  expect(await withSecretText(' Schlüssel ', keep)).toBe(' Schlüssel ')
  expect(kept.pop()).toEqual(new Uint8Array(12))
})

it('wipes it where its use fails', async () => {
  const failing = async (bytes: Uint8Array) => {
    await keep(bytes)
    throw new Error('No.')
  }
  await expect(withSecretText('secret', failing)).rejects.toThrow('No.')
  expect(kept.pop()).toEqual(new Uint8Array(6))
})

it('hands over null where there is no text, and an empty text as what it is', async () => {
  const lengthOf = async (bytes: Uint8Array | null) => bytes?.length
  for (const none of [null, undefined]) expect(await withSecretText(none, lengthOf)).toBeUndefined()
  expect(await withSecretText('', lengthOf)).toBe(0)
})
