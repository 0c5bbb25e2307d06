import type { LockCause } from '../../../contract/vault.js'
import type { Clock, Ports } from '../ports.js'
import type { VaultService } from '../services.js'
import type { Presence } from './presence.js'

/** How often the clock is looked at while the vault is open. */
const TICK_MS = 10_000
/** A clock that jumps further than this between two looks has slept. */
const SLEEP_MS = 60_000
/** A reload or a dropped connection is back sooner. */
const WINDOW_GRACE_MS = 15_000

export interface AutoLockParts {
  ports: Pick<Ports, 'clock' | 'log' | 'profile' | 'systemEvents'>
  vault: Pick<VaultService, 'lockBecause' | 'onLock'>
  presence: Presence
}

export interface AutoLock {
  /** A window has come; answers what to call when it goes. */
  windowOpened(): () => void
  hasWindows(): boolean
  close(): void
}

/**
 * Locks the vault as the settings say: after idle time, on sleep, with the screen, after the last window. Looks at the
 * clock only from the first sign of a user to the next lock.
 */
export function createAutoLock({ ports, vault, presence }: AutoLockParts): AutoLock {
  const { clock, log, profile, systemEvents } = ports
  const settings = () => profile.read().settings.lock
  let lastActive = clock.now()
  let lastLook = clock.now()
  let ticking: AbortController | null = null

  function lock(cause: Exclude<LockCause, 'user'>): void {
    vault.lockBecause(cause).catch((error) => log.error('vault.not-locked', error, { cause }))
  }

  /** Also before a sign of the user is noted: the first key after a sleep must not hide that sleep. */
  function look(): void {
    const now = clock.now()
    const { onSleep, idleMinutes } = settings()
    lastActive = Math.min(lastActive, now) // a clock that was set back doesn't put the lock off
    if (onSleep && now - lastLook > TICK_MS + SLEEP_MS) lock('sleep')
    else if (idleMinutes !== null && now - lastActive >= idleMinutes * 60_000) lock('idle')
    lastLook = now
  }

  async function tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(TICK_MS, signal).catch(() => undefined) // aborted: the loop's condition sees it
      if (!signal.aborted) look()
    }
  }

  function start(): void {
    lastLook = clock.now()
    ticking = new AbortController()
    void tick(ticking.signal)
  }

  function stop(): void {
    ticking?.abort()
    ticking = null
  }

  presence.onNote(() => {
    if (ticking === null) start()
    else look()
    lastActive = clock.now()
  })
  const forget = vault.onLock(stop)
  const unlisten = systemEvents?.on((event) => {
    if (event === 'wake') return
    const { onSleep, onScreenLock } = settings()
    if (event === 'sleep' ? onSleep : onScreenLock) lock(event)
  })
  const windows = watchWindows(clock, () => {
    if (settings().onLastWindowClosed) lock('window-closed')
  })

  return {
    windowOpened: windows.opened,
    hasWindows: windows.any,
    close() {
      stop()
      forget()
      unlisten?.()
      windows.close()
    },
  }
}

/** Calls `allGone` when the last window has been gone for the time of grace. */
function watchWindows(clock: Clock, allGone: () => void) {
  let count = 0
  let grace: AbortController | null = null

  function stay(): void {
    grace?.abort()
    grace = null
  }

  function leave(): void {
    if (--count > 0) return
    grace = new AbortController()
    clock.sleep(WINDOW_GRACE_MS, grace.signal).then(allGone, () => undefined) // aborted: another window has come
  }

  return {
    opened() {
      count++
      stay()
      let here = true
      return () => {
        if (here) leave()
        here = false
      }
    },
    any: () => count > 0,
    close: stay,
  }
}
