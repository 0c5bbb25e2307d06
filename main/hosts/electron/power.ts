import type { PowerMonitor } from 'electron'
import type { SystemEvents } from '../../core/ports.js'

export type PowerEvent = Parameters<Parameters<SystemEvents['on']>[0]>[0]

/**
 * Tells what the system says of sleep and of its screen. Electron tells of a locked screen on macOS and Windows; on Linux
 * it does not. Needs an app that is ready.
 */
export function watchPower(power: Pick<PowerMonitor, 'on'>, tell: (event: PowerEvent) => void): void {
  power.on('suspend', () => tell('sleep'))
  power.on('resume', () => tell('wake'))
  power.on('lock-screen', () => tell('screen-lock'))
}

/** The same where another process watches. */
export function toldPower(): SystemEvents & { tell(event: PowerEvent): void } {
  const listeners = new Set<(event: PowerEvent) => void>()
  return {
    tell(event) {
      for (const listener of listeners) listener(event)
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
