import { z } from 'zod'
import { Id } from './base.js'

export const WorkKind = z.enum([
  'key',
  'import',
  'refresh',
  /** Trying whether a cloud lets an account in. */
  'test',
  'push',
  'sync',
  'bind',
  'unbind',
  'copy',
  'start',
  'stop',
  /** Proving that every secret of the vault is whole. */
  'check',
  /** Of the vault, to another place. */
  'move',
  'backup',
  'restore',
])
export type WorkKind = z.infer<typeof WorkKind>

/** Where a window shows a piece of work, or what came of it. */
export const WorkPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('section'), section: z.enum(['keys', 'instances', 'accounts', 'settings']) }),
  z.object({ kind: z.literal('sync') }),
  /** `id`: of the job, or of those that were begun together. */
  z.object({ kind: z.literal('binding'), id: Id }),
  /** The files of an instance, with the copies below them. */
  z.object({ kind: z.literal('files'), instanceId: Id, instanceName: z.string() }),
])
export type WorkPlace = z.infer<typeof WorkPlace>
