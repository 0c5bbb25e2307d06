import { expect, it } from 'vitest'
import { createPart, partMissing } from './part.js'

it('is read once, however often it is asked for, and is then there at once', async () => {
  let reads = 0
  const part = createPart(async () => ++reads)
  expect(part.get()).toBeNull()
  expect(await Promise.all([part.load(), part.load()])).toEqual([1, 1])
  expect([part.get(), await part.load()]).toEqual([1, 1])
})

it('tells that it is missing where it is needed, and may be asked for again', async () => {
  let there = false
  const part = createPart(async () => {
    if (!there) throw new TypeError('Failed to fetch dynamically imported module')
    return 'read'
  })
  await expect(part.load()).rejects.toThrow('Failed to fetch')
  expect([partMissing.get(), part.get()]).toEqual([true, null])
  there = true
  expect(await part.load()).toBe('read')
  partMissing.change(() => false)
})
