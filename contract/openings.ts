import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, LoginUser, procedure } from './base.js'
import { ErrorInfo } from './errors.js'
import { HostAddress, HostPort } from './hosts.js'

/** What the system hands to Latchkey: links of these schemes, and files with these ends. electron-builder.yml registers the same. */
export const LINK_SCHEMES = ['latchkey', 'ssh'] as const
export const KEY_FILE_ENDS = ['ppk', 'pem'] as const

/** The link that shows an instance in this Latchkey: its account, and its id in the cloud. */
export function instanceLink(instanceId: string): string {
  const slash = instanceId.indexOf('/')
  const parts = [instanceId.slice(0, slash), instanceId.slice(slash + 1)]
  return `latchkey://instance/${parts.map(encodeURIComponent).join('/')}`
}

/** A key file that was handed over: the core reads it, under its `id` as an `ImportSource`. */
export const OpenedFile = z.object({ id: Id, name: z.string() })
export type OpenedFile = z.infer<typeof OpenedFile>

/** Something that the system has handed over, checked. The user is asked about it before anything is done. */
export const Opening = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ssh'),
    /** Null where the link names none. */
    user: LoginUser.nullable(),
    host: HostAddress,
    port: HostPort,
    /** What was in the link, and is not used. */
    leftOut: z.array(z.enum(['password', 'parameters'])),
  }),
  z.object({ kind: z.literal('instance'), instanceId: Id }),
  z.object({ kind: z.literal('key-files'), files: z.array(OpenedFile) }),
  z.object({ kind: z.literal('refused'), problem: ErrorInfo }),
])
export type Opening = z.infer<typeof Opening>

export const openings = {
  /** How many wait to be shown: now, and after each change. */
  watch: procedure.output(eventIterator(z.int())),
  /**
   * The oldest that waits, which no other page gets from then on; null where there is none. `vault-locked` and its like
   * while the vault is shut: until then they wait.
   */
  take: procedure.output(Opening.nullable()),
}
