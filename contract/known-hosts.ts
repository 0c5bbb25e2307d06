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
  list: procedure.output(z.array(KnownHost)),
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
}
