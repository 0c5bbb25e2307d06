import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Nothing, procedure } from './base.js'
import { Said } from './words/said.js'

const Version = z.string().max(100)

/** How far a new version of Latchkey is. Nothing is asked for, fetched or installed without the user. */
export const UpdateState = z.discriminatedUnion('state', [
  /** Here somebody else brings new versions, or nobody does: why, in a sentence. */
  z.object({ state: z.literal('elsewhere'), why: Said }),
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('checking') }),
  /** This is the newest, or none is meant for this computer yet. */
  z.object({ state: z.literal('newest') }),
  z.object({ state: z.literal('found'), version: Version }),
  z.object({ state: z.literal('fetching'), version: Version, percent: z.int().min(0).max(100) }),
  /** It is installed when the user says so. */
  z.object({ state: z.literal('ready'), version: Version }),
  z.object({ state: z.literal('failed'), problem: Said }),
])
export type UpdateState = z.infer<typeof UpdateState>

/** What the system knows of the desktop app, which no setting of the profile can say. */
export const DesktopState = z.object({
  /** `why`: it can't be turned on here. */
  startAtLogin: z.object({ on: z.boolean(), why: Said.nullable() }),
  updates: UpdateState,
})
export type DesktopState = z.infer<typeof DesktopState>

/** What the user wants of the app around the core. */
export const DesktopWish = z.discriminatedUnion('wish', [
  z.object({ wish: z.literal('start-at-login'), on: z.boolean() }),
  /** The one step that the user has asked for, and no further one. */
  z.object({ wish: z.literal('update'), step: z.enum(['check', 'fetch', 'install']) }),
])
export type DesktopWish = z.infer<typeof DesktopWish>

export const desktop = {
  /** Null in the web host, and until it is known. */
  watch: procedure.output(eventIterator(DesktopState.nullable())),
  /** What comes of it is told by `watch`. `input-invalid` in the web host. */
  ask: procedure.input(DesktopWish).output(Nothing),
}
