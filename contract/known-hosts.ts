import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { HostKey } from './questions.js'

export const KnownHost = HostKey.extend({
  id: Id,
  /** `host` or `[host]:port`, as OpenSSH writes it. */
  host: z.string(),
  addedAt: Time.nullable(),
})
export type KnownHost = z.infer<typeof KnownHost>

export const knownHosts = {
  list: procedure.output(
    z.object({
      hosts: z.array(KnownHost),
      /** Lines of the file that are neither blank, remark nor key line: what they knew is not known any more. */
      unreadableLines: z.int(),
    }),
  ),
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
}
