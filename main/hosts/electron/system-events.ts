import type { PowerMonitor } from 'electron'
import type { SystemEvents } from '../../core/ports.js'

type Listener = Parameters<SystemEvents['on']>[0]

/**
 * What the system says of sleep and of its screen. Electron tells of a locked screen on macOS and Windows; on Linux it
 * does not. Needs an app that is ready.
 */
export function systemEvents(power: Pick<PowerMonitor, 'on'>): SystemEvents {
  const listeners = new Set<Listener>()
  const tell = (event: Parameters<Listener>[0]) => () => {
    for (const listener of listeners) listener(event)
  }
  power.on('suspend', tell('sleep'))
  power.on('resume', tell('wake'))
  power.on('lock-screen', tell('screen-lock'))
  return {
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
