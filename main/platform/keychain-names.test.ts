import { describe, expect, it } from 'vitest'
import { memoryEntries } from '../../test/helpers/memory-entries.js'
import { nameIndex } from './keychain-names.js'

const names = (count: number) => Array.from({ length: count }, (_, i) => `key/${crypto.randomUUID()}${i}`)

describe('the index of names', () => {
  it('knows each name until it is removed, also for who opens it next', async () => {
    const { entries, items } = memoryEntries()
    const index = nameIndex(entries, 'profile')
    const all = names(130)
    for (const name of [...all, ...all]) await index.add(name)
    expect(items.size).toBeGreaterThan(2)
    expect((await nameIndex(entries, 'profile').list()).toSorted()).toEqual(all.toSorted())

    for (const name of all.slice(0, 100)) await index.remove(name)
    await index.remove('key/never')
    expect((await nameIndex(entries, 'profile').list()).toSorted()).toEqual(all.slice(100).toSorted())
    expect(await nameIndex(entries, 'another').list()).toEqual([])
  })

  it('writes once for a new name, not at all for a known one, and fills what has become free', async () => {
    const { entries, items, written } = memoryEntries()
    const index = nameIndex(entries, 'profile')
    const all = names(130)
    for (const name of all) await index.add(name)
    expect(written()).toBe(130)
    for (const name of all) await index.add(name)
    expect(written()).toBe(130)
    const sizeBefore = items.size
    for (const name of all.slice(0, 40)) await index.remove(name)
    for (const name of names(40)) await index.add(name)
    expect(items.size).toBe(sizeBefore)
  })

  it('goes on beside an item that is not its own', async () => {
    const { entries, items } = memoryEntries()
    await nameIndex(entries, 'profile').add('key/1')
    items.set('profile/names#0', Uint8Array.of(9, 9))
    const index = nameIndex(entries, 'profile')
    expect(await index.list()).toEqual([])
    await index.add('key/2')
    expect(await index.list()).toEqual(['key/2'])
  })

  it('knows no name that could not be written', async () => {
    const { entries, fail } = memoryEntries()
    const index = nameIndex(entries, 'profile')
    await index.add('key/1')
    fail(true)
    await expect(index.add('key/2')).rejects.toThrow()
    fail(false)
    await index.add('key/2')
    expect((await nameIndex(entries, 'profile').list()).toSorted()).toEqual(['key/1', 'key/2'])
  })

  it('leaves nothing once it is discarded', async () => {
    const { entries, items } = memoryEntries()
    const index = nameIndex(entries, 'profile')
    for (const name of names(130)) await index.add(name)
    await index.discard()
    expect([...items.keys()]).toEqual([])
    expect(await index.list()).toEqual([])
  })
})
