import { describe, expect, it } from 'vitest'
import { defaultSettings, type Settings } from '../../../contract/settings.js'
import type { LockCause } from '../../../contract/vault.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { memoryProfileStore, testLog } from '../../../test/helpers/memory-profile.js'
import type { SystemEvents } from '../ports.js'
import { createAutoLock } from './auto-lock.js'
import { createPresence } from './presence.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const STEP = 5 * SECOND

/** A vault that was just opened, with what its automatic lock listens to. */
function openVault(lock: Partial<Settings['lock']> = {}) {
  const clock = handClock()
  const presence = createPresence()
  const log = testLog()
  const profile = memoryProfileStore({
    settings: { ...defaultSettings, lock: { ...defaultSettings.lock, ...lock } },
  })
  const causes: LockCause[] = []
  const system = new Set<Parameters<SystemEvents['on']>[0]>()
  const locked = new Set<() => void>()
  const autoLock = createAutoLock({
    ports: {
      clock,
      log,
      profile,
      systemEvents: {
        on(listener) {
          system.add(listener)
          return () => system.delete(listener)
        },
      },
    },
    vault: {
      async lockBecause(cause) {
        causes.push(cause)
        for (const listener of locked) listener()
      },
      onLock(listener) {
        locked.add(listener)
        return () => locked.delete(listener)
      },
    },
    presence,
  })
  presence.note()
  return {
    ...autoLock,
    clock,
    presence,
    profile,
    causes,
    system: (event: 'sleep' | 'screen-lock') => {
      for (const listener of system) listener(event)
    },
    listeners: () => system.size + locked.size,
    /** Time passes as it does while the computer is awake. */
    async passes(ms: number) {
      for (let left = ms; left > 0; left -= STEP) {
        clock.pass(Math.min(STEP, left))
        await turn()
      }
    },
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('idle time', () => {
  it('locks after its minutes, not before, and each sign of the user begins it anew', async () => {
    const { passes, presence, causes } = openVault({ idleMinutes: 3 })
    await passes(2.5 * MINUTE)
    presence.note()
    await passes(2.9 * MINUTE)
    expect(causes).toEqual([])
    await passes(0.3 * MINUTE)
    expect(causes).toEqual(['idle'])
  })

  it('never locks where the settings say so', async () => {
    const { passes, causes } = openVault({ idleMinutes: null })
    await passes(24 * 60 * MINUTE)
    expect(causes).toEqual([])
  })

  it('follows the settings while the vault is open', async () => {
    const { passes, causes, profile } = openVault({ idleMinutes: 60 })
    await passes(5 * MINUTE)
    await profile.update((now) => ({
      ...now,
      settings: { ...now.settings, lock: { ...now.settings.lock, idleMinutes: 2 } },
    }))
    await passes(11 * SECOND)
    expect(causes).toEqual(['idle'])
  })

  it('is counted through a sleep, also where the first key comes before the clock is looked at', async () => {
    const { clock, presence, causes, passes } = openVault({ idleMinutes: 15, onSleep: false })
    await passes(MINUTE)
    clock.pass(8 * 60 * MINUTE)
    presence.note()
    expect(causes).toEqual(['idle'])
  })

  it('is counted on by a clock that was set back', async () => {
    const { clock, passes, causes } = openVault({ idleMinutes: 3 })
    await passes(MINUTE)
    clock.set(-24 * 60 * MINUTE)
    await passes(3.5 * MINUTE)
    expect(causes).toEqual(['idle'])
  })

  it('is not looked at any more once the vault is locked', async () => {
    const { clock, passes, causes } = openVault({ idleMinutes: 1 })
    await passes(10 * MINUTE)
    expect(causes).toEqual(['idle'])
    expect(clock.waiting()).toBe(0)
  })
})

describe('sleep', () => {
  it('is told by the system', () => {
    const { system, causes } = openVault()
    system('sleep')
    expect(causes).toEqual(['sleep'])
  })

  it('is seen by a clock that jumped, at once with the first sign of the user', async () => {
    const { clock, presence, causes, passes } = openVault()
    await passes(MINUTE)
    clock.pass(72 * SECOND)
    presence.note()
    expect(causes).toEqual(['sleep'])
  })

  it('is seen by a clock that jumped without anybody there', async () => {
    const { clock, causes, passes } = openVault()
    await passes(MINUTE)
    clock.pass(72 * SECOND)
    await turn()
    expect(causes).toEqual(['sleep'])
  })

  it('is not a late tick', async () => {
    const { clock, causes, passes } = openVault()
    await passes(MINUTE)
    clock.pass(50 * SECOND)
    await turn()
    expect(causes).toEqual([])
  })

  it('does not lock where the settings say so', async () => {
    const { clock, system, causes, passes } = openVault({ onSleep: false, idleMinutes: null })
    system('sleep')
    await passes(MINUTE)
    clock.pass(60 * MINUTE)
    await turn()
    expect(causes).toEqual([])
  })
})

describe('the screen lock', () => {
  it.each([true, false])('locks as the settings say: %s', (onScreenLock) => {
    const { system, causes } = openVault({ onScreenLock })
    system('screen-lock')
    expect(causes).toEqual(onScreenLock ? ['screen-lock'] : [])
  })
})

describe('the last window', () => {
  it('locks some seconds after it went', async () => {
    const { windowOpened, passes, causes } = openVault()
    const first = windowOpened()
    const second = windowOpened()
    first()
    first()
    await passes(60 * SECOND)
    expect(causes).toEqual([])
    second()
    await passes(14 * SECOND)
    expect(causes).toEqual([])
    await passes(2 * SECOND)
    expect(causes).toEqual(['window-closed'])
  })

  it('that comes back, as with a reload or a dropped connection, does not lock', async () => {
    const { windowOpened, passes, causes } = openVault()
    for (let reloads = 0; reloads < 5; reloads++) {
      const gone = windowOpened()
      await passes(SECOND)
      gone()
      await passes(10 * SECOND)
    }
    const gone = windowOpened()
    await passes(60 * SECOND)
    expect(causes).toEqual([])
    gone()
    await passes(16 * SECOND)
    expect(causes).toEqual(['window-closed'])
  })

  it('does not lock where the settings say so, nor where no window ever came', async () => {
    const { windowOpened, passes, causes } = openVault({ onLastWindowClosed: false })
    await passes(MINUTE)
    windowOpened()()
    await passes(MINUTE)
    expect(causes).toEqual([])
  })
})

it('leaves nothing running when it is closed', async () => {
  const { windowOpened, close, clock, listeners } = openVault()
  windowOpened()()
  close()
  await turn()
  expect(clock.waiting()).toBe(0)
  expect(listeners()).toBe(0)
})
