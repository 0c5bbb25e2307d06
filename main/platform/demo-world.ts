import { z } from 'zod'
import type { DemoAccount } from '../core/demo/prepare.js'
import { LatchkeyError } from '../core/lib/error.js'

/** What Node's and Electron's children have alike. */
export interface WorldProcess {
  once(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'exit', listener: () => void): unknown
}

const Told = z.object({ endpoint: z.url(), apiKey: z.string(), secretKey: z.string() })

/**
 * The account of the simulated cloud that runs in the process of main/demo-world.ts, as soon as it answers. Throws
 * `demo-not-started` where that process ends before.
 */
export async function worldAccount(world: WorldProcess): Promise<DemoAccount> {
  const told = await new Promise((resolve, reject) => {
    world.once('message', resolve)
    world.once('exit', () => reject(demoNotStarted()))
  })
  return { kind: 'cloudstack', name: 'Demo cloud', values: Told.parse(told) }
}

export function demoNotStarted(): LatchkeyError {
  return new LatchkeyError('demo-not-started', 'The demo could not be started.', {
    advice: 'Try once more. Nothing of yours was touched, and nothing of the demo is left.',
  })
}
