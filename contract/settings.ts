import { z } from 'zod'
import { procedure } from './base.js'

export const Settings = z.object({
  /** How many days a key pair stays in the bin. */
  binDays: z.int().min(1, 'At least a day.').max(365, 'At most 365 days.'),
  /** When the vault locks by itself. */
  lock: z.object({
    /** Minutes without a key or a click in any window; null for never. */
    idleMinutes: z.int().min(1, 'At least a minute.').max(1440, 'At most a day.').nullable(),
    onSleep: z.boolean(),
    /** Only the desktop app is told of it. */
    onScreenLock: z.boolean(),
    onLastWindowClosed: z.boolean(),
  }),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = {
  binDays: 30,
  lock: { idleMinutes: 15, onSleep: true, onScreenLock: true, onLastWindowClosed: true },
}

export const settings = {
  get: procedure.output(Settings),
  set: procedure.input(Settings).output(Settings),
}
