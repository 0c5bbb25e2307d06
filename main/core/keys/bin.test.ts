import { describe, expect, it } from 'vitest'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { watchBin } from './bin.js'

const DAY = 24 * 60 * 60 * 1000
const spec = { type: 'ed25519' as const }

async function withBinned() {
  const clock = handClock()
  const lab = keysLab({ clock })
  const { id } = await lab.keys.generate({ name: 'old', spec }, {})
  await lab.keys.setState({ id, state: 'bin' }, {})
  const left = async () => (await lab.keys.list(undefined, {})).map(({ name }) => name)
  /** A look at the bin on this day and on the next. */
  const lookTwice = async () => {
    await lab.keys.purgeBin()
    clock.pass(DAY)
    await lab.keys.purgeBin()
  }
  return { ...lab, clock, id, left, lookTwice }
}

describe('the bin', () => {
  it('shows when it deletes for good, and does so when the days are over', async () => {
    const { keys, secrets, clock, left, lookTwice } = await withBinned()
    expect(await keys.list(undefined, {})).toMatchObject([
      { state: 'bin', stateSince: '2026-01-01T00:00:00.000Z', purgeAt: '2026-01-31T00:00:00.000Z' },
    ])
    clock.pass(28 * DAY)
    await lookTwice()
    expect(await left()).toEqual(['old'])
    clock.pass(1 * DAY)
    await lookTwice()
    expect(await left()).toEqual([])
    expect(secrets.held()).toEqual([])
  })

  it('follows the days that are set, also for what is in it already', async () => {
    const { keys, profile, clock, left, lookTwice } = await withBinned()
    await profile.update((now) => ({ ...now, settings: { ...now.settings, binDays: 2 } }))
    expect(await keys.list(undefined, {})).toMatchObject([{ purgeAt: '2026-01-03T00:00:00.000Z' }])
    clock.pass(2 * DAY)
    await lookTwice()
    expect(await left()).toEqual([])
  })

  it('deletes nothing for a clock that jumps ahead and is set right within the day', async () => {
    const { keys, clock, left, lookTwice } = await withBinned()
    clock.pass(400 * DAY)
    await keys.purgeBin()
    await keys.purgeBin()
    expect(await left()).toEqual(['old'])
    clock.pass(-399 * DAY)
    await lookTwice()
    clock.pass(27 * DAY)
    await keys.purgeBin()
    expect(await left()).toEqual(['old'])
  })

  it('waits for a key pair that came in while the clock was ahead', async () => {
    const { clock, left, lookTwice } = await withBinned()
    clock.pass(-5 * DAY)
    await lookTwice()
    expect(await left()).toEqual(['old'])
  })

  it('leaves archived ones and those in use by a cut-off binding alone, and goes on with the next', async () => {
    const { keys, profile, clock, left, lookTwice, id } = await withBinned()
    const { id: archived } = await keys.generate({ name: 'archived', spec }, {})
    await keys.setState({ id: archived, state: 'archived' }, {})
    const { id: second } = await keys.generate({ name: 'second', spec }, {})
    await keys.setState({ id: second, state: 'bin' }, {})
    const startedAt = '2026-01-01T00:00:00.000Z'
    const entry = { id: 'b', action: 'bind', keyId: id, startedAt, step: 'reset', stoppedByUs: true } as const
    await profile.update((now) => ({
      ...now,
      bindingJournal: [{ ...entry, instanceId: 'a/1', instanceName: 'web' }],
    }))
    clock.pass(60 * DAY)
    await lookTwice()
    expect(await left()).toEqual(['old', 'archived'])
  })

  it('keeps what has become the only proven way in somewhere, says so in the log, and deletes it once it is not', async () => {
    const only = new Map<string, string[]>()
    const clock = handClock()
    const lab = keysLab({ clock, onlyWayInto: async (id) => only.get(id) ?? [] })
    const names = async () => (await lab.keys.list(undefined, {})).map(({ name }) => name)
    for (const name of ['last', 'spare']) {
      const { id } = await lab.keys.generate({ name, spec }, {})
      await lab.keys.setState({ id, state: 'bin' }, {})
      if (name === 'last') only.set(id, ['web-1'])
    }
    clock.pass(40 * DAY)
    await lab.keys.purgeBin()
    clock.pass(DAY)
    await lab.keys.purgeBin()
    expect(await names()).toEqual(['last'])
    expect(lab.log.lines).toContainEqual(expect.objectContaining({ event: 'key.kept-in-bin' }))
    only.clear()
    await lab.keys.purgeBin()
    expect(await names()).toEqual([])
  })

  it('deletes nothing while the vault is locked', async () => {
    const { vault, clock, left, lookTwice } = await withBinned()
    clock.pass(60 * DAY)
    vault.lock()
    await lookTwice()
    expect(await left()).toEqual(['old'])
    vault.unlock()
    await lookTwice()
    expect(await left()).toEqual([])
  })
})

describe('the watch over the bin', () => {
  it('looks at each opening of the vault and every hour until it is locked', async () => {
    const clock = handClock()
    const opens = listeners()
    const locks = listeners()
    let looks = 0
    const end = watchBin({
      clock,
      vault: { onOpen: opens.on, onLock: locks.on },
      purge: async () => {
        looks++
      },
    })
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    const pass = async (hours: number) => {
      clock.pass(hours * 60 * 60 * 1000)
      await turn()
    }
    await pass(24)
    expect(looks).toBe(0)
    opens.call()
    await turn()
    expect(looks).toBe(1)
    await pass(1)
    await pass(1)
    expect(looks).toBe(3)
    locks.call()
    await pass(5)
    expect(looks).toBe(3)
    opens.call()
    await turn()
    expect(looks).toBe(4)
    end()
    await pass(5)
    expect([looks, clock.waiting(), opens.count(), locks.count()]).toEqual([4, 0, 0, 0])
  })
})

function listeners() {
  const all = new Set<() => void>()
  return {
    on(listener: () => void) {
      all.add(listener)
      return () => all.delete(listener)
    },
    call() {
      for (const listener of all) listener()
    },
    count: () => all.size,
  }
}
