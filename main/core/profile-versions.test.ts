import { describe, expect, it } from 'vitest'
import { emptyProfile, PROFILE_VERSION, Profile } from './profile.js'
import { upgradeProfile } from './profile-versions.js'

/** As version 0.1.0 wrote it. */
const version1 = {
  version: 1,
  id: 'p1',
  vault: { backend: 'sealed-file', createdAt: '2026-01-01T00:00:00.000Z' },
  keys: [
    {
      id: 'k1',
      phase: 'stored',
      name: 'deploy',
      type: 'ed25519',
      bits: 256,
      blob: 'AAAAC3NzaC1lZDI1NTE5AAAAIA==',
      comment: 'me@here',
      origin: 'generated',
      createdAt: '2026-01-02T00:00:00.000Z',
    },
  ],
  accounts: [],
  bindings: [],
  bindingJournal: [],
}

describe('a profile of an earlier version', () => {
  it('keeps every key of version 1 and gets the new fields', () => {
    const profile = Profile.parse(upgradeProfile(version1))
    expect(profile).toMatchObject({ ...version1, version: PROFILE_VERSION })
    expect(profile.keys[0]).toMatchObject({ hasPrivate: true, tags: [], binnedAt: null })
    expect(profile.settings.binDays).toBe(30)
    expect(profile.kit).toBeNull()
    expect(profile.wanted).toEqual([])
    expect(profile.hosts).toEqual([])
  })

  it('leaves the present version and anything else as it is', () => {
    const present = emptyProfile('p2')
    expect(upgradeProfile(present)).toBe(present)
    for (const other of [null, 'text', {}, { version: 0 }, { version: 99, keys: [] }])
      expect(upgradeProfile(other)).toBe(other)
  })
})
