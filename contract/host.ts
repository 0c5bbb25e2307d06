import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.js'
import { DemoPlace } from './demo.js'
import { ErrorInfo } from './errors.js'

export const HostInfo = z.object({
  kind: z.enum(['web', 'desktop']),
  version: z.string(),
  /** Where profile, known_hosts and log are. */
  profileDir: z.string(),
  /** How often the core has failed and was started again since the app was started. */
  crashes: z.int().min(0),
  /** A profile file that was damaged and put aside at this start; `movedTo` is null for one that was gone. */
  putAside: z.array(z.object({ file: z.string(), movedTo: z.string().nullable(), problem: ErrorInfo })),
  demo: DemoPlace,
  /** Only beside a lab: its account, for "Fill in the lab account". */
  lab: z
    .object({ kind: z.literal('cloudstack'), name: z.string(), values: z.record(z.string(), z.string()) })
    .nullable(),
})
export type HostInfo = z.infer<typeof HostInfo>

export const host = {
  info: procedure.output(HostInfo),
  /**
   * How often key pairs, accounts, bindings or settings were changed in this run, from whichever window, or authorized_keys
   * files were read: now, and after each change. Who shows them reads them again.
   */
  changes: procedure.output(eventIterator(z.int())),
}
