import { z } from 'zod'
import { Id } from './base.js'
import { BindAction, BindHow } from './bindings.js'
import { ExportFolder } from './keys.js'

/** The form in which work that failed can be begun once more, with what it was begun with as far as that is no secret. */
export const WorkAgain = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bind'),
    action: BindAction,
    keyId: Id,
    /** Those that failed. */
    instances: z.array(z.object({ id: Id, name: z.string() })).min(1),
    how: BindHow,
    /** Of those: where the key stays unless the instance's name is typed. */
    lastWaysIn: z.array(Id),
  }),
  /** The key itself is to be chosen anew. */
  z.object({ kind: z.literal('import'), name: z.string() }),
  /** With a passphrase, which is to be typed anew. */
  z.object({ kind: z.literal('backup'), folder: ExportFolder.shape.id, fileName: z.string() }),
])
export type WorkAgain = z.infer<typeof WorkAgain>
