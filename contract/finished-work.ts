import { z } from 'zod'
import { Id } from './base.js'

export const WorkKind = z.enum([
  ...(['key', 'refresh', 'sync', 'bind', 'unbind', 'copy', 'start', 'stop'] as const),
  ...(['backup', 'restore', 'move'] as const),
])
export type WorkKind = z.infer<typeof WorkKind>

/** Where a window shows a piece of work, or what came of it. */
export const WorkPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('section'), section: z.enum(['keys', 'instances', 'settings']) }),
  z.object({ kind: z.literal('sync') }),
  /** `id`: of the job, or of those that were begun together. */
  z.object({ kind: z.literal('binding'), id: Id }),
  /** The files of an instance, with the copies below them. */
  z.object({ kind: z.literal('files'), instanceId: Id, instanceName: z.string() }),
])
export type WorkPlace = z.infer<typeof WorkPlace>
