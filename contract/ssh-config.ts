import { z } from 'zod'
import { Id, procedure } from './base.js'
import { ErrorInfo } from './errors.js'
import { Said } from './words/said.js'

/** The file that Latchkey writes for the user's own `ssh`. */
export const SshConfigStatus = z.object({
  on: z.boolean(),
  /** Of the file. */
  path: z.string(),
  /** What `ssh` takes for each bound instance. */
  entries: z.array(z.object({ instanceId: Id, alias: z.string(), target: z.string(), keyName: z.string() })),
  /** Bound instances that are not in it, and why. */
  left: z.array(z.object({ name: z.string(), why: Said })),
  /** Why the last writing failed. */
  problem: ErrorInfo.nullable(),
  user: z.object({
    /** `~/.ssh/config` */
    path: z.string(),
    /** What it is kept as before a change. */
    backupPath: z.string(),
    /** Whether it has the line. */
    included: z.boolean(),
  }),
  /** What is put at the begin of it. */
  line: z.string(),
})
export type SshConfigStatus = z.infer<typeof SshConfigStatus>

export const sshConfig = {
  /** While it is on the file is written anew whenever bindings, hosts or addresses change. */
  status: procedure.output(SshConfigStatus),
  /** Off: the file goes. */
  setOn: procedure.input(z.object({ on: z.boolean() })).output(SshConfigStatus),
  /**
   * Puts the line at the begin of `~/.ssh/config`, or takes it out again; nothing else in it is touched. `ssh-config-changed`
   * where somebody else writes it at the same time.
   */
  setIncluded: procedure.input(z.object({ included: z.boolean() })).output(SshConfigStatus),
}
