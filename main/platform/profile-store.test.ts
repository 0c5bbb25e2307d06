import { readFileSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../contract/settings.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { PROFILE_VERSION } from '../core/profile.js'
import { openProfileStore } from './profile-store.js'

const vault = { backend: 'keychain' as const, createdAt: '2026-01-01T00:00:00.000Z' }
let folder = ''
let path = ''

beforeEach(async () => {
  folder = await tempFolder('profile')
  path = join(folder, 'profile.json')
})

describe('the profile', () => {
  it('begins empty under an id of its own and is there at the next start', async () => {
    const { store, putAside } = await openProfileStore(folder)
    expect(putAside).toEqual([])
    expect(store.read()).toMatchObject({ version: PROFILE_VERSION, vault: null, keys: [] })
    await store.update((profile) => ({ ...profile, vault }))

    const later = await openProfileStore(folder)
    expect(later.store.read()).toEqual({ ...store.read(), vault })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('applies changes one after the other', async () => {
    const { store } = await openProfileStore(folder)
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(
      names.map((name) =>
        store.update((profile) => ({
          ...profile,
          bindings: [
            ...profile.bindings,
            { instanceId: name, keyId: 'k', user: 'u', boundAt: vault.createdAt, proofs: [] },
          ],
        })),
      ),
    )
    const read = (await openProfileStore(folder)).store.read()
    expect(read.bindings.map((binding) => binding.instanceId)).toEqual(names)
  })

  it('writes nothing that its schema does not know, nor when the change throws', async () => {
    const { store } = await openProfileStore(folder)
    const before = await readFile(path, 'utf8')
    const wrong = { backend: 'post-it' as 'keychain', createdAt: 'yesterday' }
    await expect(store.update((profile) => ({ ...profile, vault: wrong }))).rejects.toThrow()
    const refuse = () => {
      throw new Error('no')
    }
    await expect(store.update(refuse)).rejects.toThrow('no')
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(store.read().vault).toBeNull()
  })
})

describe('a damaged profile', () => {
  it.each([
    { what: 'cut off', content: '{"version": 1, "id": "x", "ke' },
    { what: 'empty', content: '' },
    { what: 'of another shape', content: '{"version": 1, "keys": "none"}' },
  ])('($what) is put aside whole, and the version before is used', async ({ content }) => {
    const { store } = await openProfileStore(folder)
    await store.update((profile) => ({ ...profile, vault }))
    await store.update((profile) => ({ ...profile, vault: null }))
    await writeFile(path, content)

    const { store: again, putAside } = await openProfileStore(folder)
    expect(again.read()).toMatchObject({ id: store.read().id, vault })
    expect(putAside).toMatchObject([{ file: path, problem: { code: 'profile-damaged' } }])
    expect(await readFile(putAside[0]?.movedTo ?? '', 'utf8')).toBe(content)
    expect((await openProfileStore(folder)).putAside).toEqual([])
  })

  it('without a version before begins empty, and says so', async () => {
    await writeFile(path, 'nonsense')
    const { store, putAside } = await openProfileStore(folder)
    expect(store.read().keys).toEqual([])
    expect(putAside[0]?.problem.message).toContain('empty profile')
    expect(await readFile(putAside[0]?.movedTo ?? '', 'utf8')).toBe('nonsense')
  })

  it('that is gone is brought back from the version before', async () => {
    const { store } = await openProfileStore(folder)
    await store.update((profile) => ({ ...profile, vault }))
    await store.update((profile) => profile)
    await rm(path)
    const again = await openProfileStore(folder)
    expect(again.store.read()).toEqual(store.read())
    expect(again.putAside).toHaveLength(1)
  })
})

it('of a newer version is refused and left untouched', async () => {
  const newer = JSON.stringify({ version: PROFILE_VERSION + 1, id: 'x', something: 'new' })
  await writeFile(path, newer)
  await expect(openProfileStore(folder)).rejects.toMatchObject({ code: 'profile-newer' })
  expect(await readFile(path, 'utf8')).toBe(newer)
  expect(await readdir(folder)).toEqual(['profile.json'])
})

describe('a profile of version 1', () => {
  const version1 = readFileSync(new URL('../../test/vectors/profile-version-1.json', import.meta.url), 'utf8')
  const old = JSON.parse(version1)

  it('is opened whole, with what has come since at its beginnings', async () => {
    await writeFile(path, version1)
    const { store, putAside } = await openProfileStore(folder)
    expect(putAside).toEqual([])
    const profile = store.read()
    expect(profile).toMatchObject({ ...old, version: PROFILE_VERSION })
    // Who has a profile needs no steps to a first connection.
    expect(profile.settings).toEqual({ ...defaultSettings, guide: 'done' })
    expect(profile.keys).toHaveLength(3)
    for (const key of profile.keys)
      expect(key).toMatchObject({
        hasPrivate: true,
        description: '',
        tags: [],
        lastUsedAt: null,
        binnedAt: null,
      })
  })

  it('gives its place to the present version at once, and is kept as the version before', async () => {
    await writeFile(path, version1)
    const { store } = await openProfileStore(folder)
    expect(await readFile(`${path}.previous`, 'utf8')).toBe(version1)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(store.read())
    const changed = await store.update((now) => ({ ...now, settings: { ...now.settings, binDays: 7 } }))
    expect((await openProfileStore(folder)).store.read()).toEqual(changed)
  })

  it('serves as the version before where the present one is damaged', async () => {
    await writeFile(path, '{"version": 2, "keys": [')
    await writeFile(`${path}.previous`, version1)
    const { store, putAside } = await openProfileStore(folder)
    expect(putAside).toHaveLength(1)
    expect(store.read().keys.map(({ name }) => name)).toEqual(['deploy-2026', 'legacy', 'bastion'])
  })
})
