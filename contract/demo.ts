import { z } from 'zod'
import { Nothing, procedure } from './base.js'

/** Opens the vault of every demo. It keeps nothing secret: what is in it is made for the demo and goes with it. */
export const DEMO_PASSWORD = 'latchkey-demo'

/** What a window has to know of demos. */
export const DemoPlace = z.discriminatedUnion('is', [
  /** This Latchkey is one. `back`: the address of the page that it was opened from, in the same tab. */
  z.object({ is: z.literal('here'), back: z.url().nullable() }),
  /** One can be started beside this Latchkey. */
  z.object({ is: z.literal('offered') }),
  z.object({ is: z.literal('none') }),
])
export type DemoPlace = z.infer<typeof DemoPlace>

export const demo = {
  /**
   * Starts a Latchkey of its own on a simulated cloud, with nothing of this one's. `address` is that of its page, which lets
   * one page in; null where it opens a window of its own. `input-invalid` where none is offered.
   */
  start: procedure.output(z.object({ address: z.url().nullable() })),
  /** Ends the demo that this is, and deletes all of it. `input-invalid` anywhere else. */
  leave: procedure.output(Nothing),
}
