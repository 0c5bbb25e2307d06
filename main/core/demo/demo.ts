import type { DemoPlace } from '../../../contract/demo.js'
import { LatchkeyError } from '../lib/error.js'
import type { DemoPort } from '../ports.js'
import type { DemoService } from '../services.js'

/** What a window has to know of demos. */
export function demoPlace(port: DemoPort | undefined): DemoPlace {
  if (port?.is === 'here') return { is: 'here', back: port.back }
  return { is: port?.is ?? 'none' }
}

/** The way into a demo, and out of it. Without a port there is none. */
export function createDemo(port: DemoPort | undefined): DemoService {
  return {
    async start() {
      if (port?.is !== 'offered') throw noDemo('This Latchkey can start no demo.')
      return { address: await port.start() }
    },
    async leave() {
      if (port?.is !== 'here') throw noDemo('This Latchkey is no demo: nothing is deleted.')
      port.leave()
    },
  }
}

function noDemo(message: string): LatchkeyError {
  return new LatchkeyError('input-invalid', message, {
    advice: 'Latchkey as it is installed offers a demo at its first run.',
  })
}
