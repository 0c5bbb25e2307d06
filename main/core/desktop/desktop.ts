import type { DesktopState } from '../../../contract/desktop.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import type { DesktopPort } from '../ports.js'
import type { DesktopService } from '../services.js'

/** The desktop app around the core, as far as windows see it. Without a port there is none (web host). */
export function createDesktop(port: DesktopPort | undefined): DesktopService {
  const none = createLiveValue<DesktopState | null>(null)
  return {
    watch: async (_nothing, { signal }) => (port?.state ?? none).watch(signal),
    async ask(wish) {
      if (port === undefined)
        throw new LatchkeyError('input-invalid', 'Only the desktop app can do this.', {
          advice: 'You are using Latchkey in the browser.',
        })
      port.ask(wish)
    },
  }
}
