import { z } from 'zod'
import { Id, LoginUser } from './base.js'
import { WorkPlace } from './finished-work.js'

/**
 * What the system's menus, the tray and notifications ask of a page of the desktop app. It comes as a window message, from
 * the preload script, and is done as if its button in the page had been pressed.
 */
export const SystemWish = z.discriminatedUnion('wish', [
  z.object({ wish: z.literal('settings') }),
  /** The palette. */
  z.object({ wish: z.literal('find') }),
  /** Of the terminal that has the keyboard. */
  z.object({ wish: z.literal('close-pane') }),
  /** A terminal on an instance; without `user`, as its own. */
  z.object({ wish: z.literal('connect'), instanceId: Id, user: LoginUser.optional() }),
  /** Where work is shown, or what came of it. */
  z.object({ wish: z.literal('show'), place: WorkPlace }),
])
export type SystemWish = z.infer<typeof SystemWish>

/** The window message that brings one. */
export const SystemWishMessage = z.object({ latchkey: z.literal('wish'), wish: SystemWish })
