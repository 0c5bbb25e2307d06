import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { memoryEntries } from '../../test/helpers/memory-entries.js'
import type { KeychainEntries } from './keychain-entries.js'
import { deleteSecret, readSecret, writeSecret } from './keychain-secret.js'

const secret = (size: number) => Uint8Array.from(randomBytes(size))

describe('a secret in the keychain', () => {
  it('of any size fits the smallest keychain, and an RSA 4096 key is a single item', async () => {
    const { items, entries } = memoryEntries()
    for (const size of [0, 1, 2374, 2400, 2401, 6000, 50_000]) {
      const value = secret(size)
      await writeSecret(entries, 'p/a', value)
      expect(await readSecret(entries, 'p/a')).toEqual(value)
      if (size <= 2400) expect([...items.keys()]).toEqual(['p/a'])
    }
    await deleteSecret(entries, 'p/a')
    expect(items.size).toBe(0)
  })

  it('leaves no chunk of a write that was cut off, once it is written or deleted again', async () => {
    const { items, entries } = memoryEntries()
    await writeSecret(entries, 'p/a', secret(5000))
    for (const i of [0, 1, 2, 3]) await entries.set(`p/a#1.${i}`, Uint8Array.of(2))
    await writeSecret(entries, 'p/a', secret(5000))
    expect([...items.keys()].sort()).toEqual(['p/a', 'p/a#1.0', 'p/a#1.1', 'p/a#1.2'])
    await entries.set('p/a#0.0', Uint8Array.of(2))
    await deleteSecret(entries, 'p/a')
    expect(items.size).toBe(0)
  })

  it.each([
    { what: 'a chunk gone', damage: (items: Map<string, Uint8Array>) => items.delete('p/a#0.1') },
    { what: 'a chunk changed', damage: (items: Map<string, Uint8Array>) => items.get('p/a#0.1')?.fill(7) },
    {
      what: 'a chunk too long',
      damage: (items: Map<string, Uint8Array>) => items.set('p/a#0.2', secret(2500)),
    },
    {
      what: 'a foreign item',
      damage: (items: Map<string, Uint8Array>) => items.set('p/a', Buffer.from('hello')),
    },
    {
      what: 'a head that claims 4 GiB',
      damage: (items: Map<string, Uint8Array>) => items.get('p/a')?.fill(0xff, 4, 8),
    },
    { what: 'an empty item', damage: (items: Map<string, Uint8Array>) => items.set('p/a', new Uint8Array()) },
  ])('with $what is damaged, never something else', async ({ damage }) => {
    const { items, entries } = memoryEntries()
    await writeSecret(entries, 'p/a', secret(6000))
    damage(items)
    await expect(readSecret(entries, 'p/a')).rejects.toMatchObject({ code: 'vault-damaged' })
  })
  it('that turns out damaged leaves nothing of it in memory', async () => {
    const { items, entries } = memoryEntries()
    await writeSecret(entries, 'p/a', secret(6000))
    items.set('p/a#0.2', secret(2500))
    const chunks: Uint8Array[] = []
    const watched: KeychainEntries = {
      ...entries,
      async get(account) {
        const bytes = await entries.get(account)
        if (bytes !== null && account.includes('#')) chunks.push(bytes)
        return bytes
      },
    }
    await expect(readSecret(watched, 'p/a')).rejects.toMatchObject({ code: 'vault-damaged' })
    expect(chunks).toHaveLength(3)
    expect(chunks.flatMap((chunk) => [...chunk]).filter((byte) => byte !== 0)).toEqual([])
  })
})
