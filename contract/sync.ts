import { z } from 'zod'
import { Id } from './base.js'

/** Which key pairs, and on which accounts they belong: what the user wants, whatever is there. */
export const WantedRule = z.object({
  id: Id,
  keys: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), keyId: Id }),
    /** Whoever has the tag now. */
    z.object({ kind: z.literal('tag'), tag: z.string() }),
    z.object({ kind: z.literal('all') }),
  ]),
  accounts: z.discriminatedUnion('kind', [
    /** Those that are added later too. */
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('some'), accountIds: z.array(Id).min(1) }),
  ]),
})
export type WantedRule = z.infer<typeof WantedRule>
