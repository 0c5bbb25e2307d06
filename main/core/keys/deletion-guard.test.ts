import { describe, expect, it } from 'vitest'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import type { Profile } from '../profile.js'
import { guardDeletion } from './deletion-guard.js'
import { createKeyRadius, onlyWayInto, waysLeftIn } from './key-radius.js'
import { marksFor } from './key-states.js'

const at = '2026-01-01T00:00:00.000Z'
const bound = (name: string, ...keyIds: string[]) => ({
  ...{ instanceId: name, keyId: 'k0', user: 'root', boundAt: at },
  proofs: keyIds.map((keyId) => ({ keyId, user: 'root', at })),
})

/** Over instances in no account: what is known of them are logins. */
function guarded(bindings: Profile['bindings'], records = manyKeys(3)) {
  const profile = memoryProfileStore({ keys: records, bindings })
  const log = testLog()
  const record = (id: string) => {
    const found = profile.read().keys.find((key) => key.id === id)
    if (found === undefined) throw new Error(`No key ${id}`)
    return found
  }
  const radius = createKeyRadius({
    ...{ profile, clock: testClock(), keys: { record }, sessions: { openCount: () => 0 } },
    instances: { told: async () => new Map() },
    observations: { all: async () => [] },
  })
  const setState = async ({ id, state }: { id: string; state: 'active' | 'archived' | 'bin' }) => {
    const change = marksFor(state, record(id), testClock())
    await profile.update((now) => ({
      ...now,
      keys: now.keys.map((key) => (key.id === id ? { ...key, ...change } : key)),
    }))
    return {} as never
  }
  const guard = guardDeletion({ keys: { record, setState }, radius, log })
  const binned = () =>
    profile
      .read()
      .keys.filter(({ binnedAt }) => binnedAt !== null)
      .map(({ id }) => id)
  return { guard, radius, binned }
}

describe('a key pair that goes into the bin', () => {
  it('stays while an instance would be left without a proven way in, which is named', async () => {
    const { guard, binned } = guarded([bound('web-1', 'k0'), bound('web-2', 'k0', 'k1'), bound('db', 'k0')])
    await expect(guard.setState({ id: 'k0', state: 'bin' }, {})).rejects.toMatchObject({
      code: 'key-last-way-in',
      info: {
        message: 'No other key pair is proven to open db and web-1.',
        advice: expect.stringContaining('type key 0'),
      },
    })
    await expect(guard.setState({ id: 'k0', state: 'bin', typed: 'key' }, {})).rejects.toMatchObject({
      code: 'input-invalid',
    })
    expect(binned()).toEqual([])
  })

  it('goes where its name was typed, and where another key is proven everywhere', async () => {
    const alone = guarded([bound('web-1', 'k0')])
    await alone.guard.setState({ id: 'k0', state: 'bin', typed: 'key 0' }, {})
    expect(alone.binned()).toEqual(['k0'])
    const safe = guarded([bound('web-1', 'k0', 'k1')])
    await safe.guard.setState({ id: 'k0', state: 'bin' }, {})
    expect(safe.binned()).toEqual(['k0'])
  })

  it('goes where it opens nothing itself', async () => {
    const [first, ...rest] = manyKeys(3)
    const records = first === undefined ? rest : [{ ...first, hasPrivate: false }, ...rest]
    const { guard, binned } = guarded([bound('web-1', 'k0')], records)
    await guard.setState({ id: 'k0', state: 'bin' }, {})
    expect(binned()).toEqual(['k0'])
  })

  it('may always be archived', async () => {
    const { guard, binned } = guarded([bound('web-1', 'k0')])
    await guard.setState({ id: 'k0', state: 'archived' }, {})
    expect(binned()).toEqual([])
  })

  it('counts many instances rather than naming all', async () => {
    const { guard } = guarded(Array.from({ length: 800 }, (_, n) => bound(`web-${n}`, 'k0')))
    await expect(guard.setState({ id: 'k0', state: 'bin' }, {})).rejects.toThrow(/web-4 and 795 more/)
  })
})

describe('several that go together', () => {
  it('each have one result, and none is a way in for the others', async () => {
    const { guard, binned } = guarded([bound('web-1', 'k0', 'k1')])
    const results = await guard.bin({ ids: ['k2', 'k0', 'k1'] }, {})
    expect(results.map(({ id, problem }) => [id, problem?.code])).toEqual([
      ['k2', undefined],
      ['k0', 'key-last-way-in'],
      ['k1', 'key-last-way-in'],
    ])
    expect(binned()).toEqual(['k2'])
  })
})

describe('what only one key pair opens', () => {
  it('is told by name, of a key pair in the bin too, and says what is left without it', async () => {
    const records = manyKeys(3).map((key) => (key.id === 'k0' ? { ...key, binnedAt: at } : key))
    const { radius } = guarded([bound('web-1', 'k0'), bound('web-2', 'k0', 'k1')], records)
    const [found] = await radius({ ids: ['k0'] })
    expect(onlyWayInto(found)).toEqual(['web-1'])
    expect(['web-1', 'web-2', 'unheard of'].map(waysLeftIn(found))).toEqual(['nothing', 'proven', 'nothing'])
  })
})
