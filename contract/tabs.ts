import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, LoginUser, Nothing, procedure } from './base.js'

const PaneId = z.string().min(1).max(100)

/** How panes lie: one, by its id, or two layouts beside or below each other, the first with `ratio` of the place. */
export type KeptLayout =
  | string
  | { direction: 'right' | 'down'; ratio: number; first: KeptLayout; second: KeptLayout }

export const KeptLayout: z.ZodType<KeptLayout> = z.lazy(() =>
  z.union([
    PaneId,
    z.object({
      direction: z.enum(['right', 'down']),
      ratio: z.number().min(0).max(1),
      first: KeptLayout,
      second: KeptLayout,
    }),
  ]),
)

export const KeptPane = z.object({
  id: PaneId,
  instanceId: Id,
  /** As it was called then. */
  instanceName: z.string().max(300),
  /** Absent: the instance's own. */
  user: LoginUser.optional(),
  /** What was open in it, as long as that may still be joined (contract/terminal-stream.ts); never on the disk. */
  sessionId: Id.optional(),
})
export type KeptPane = z.infer<typeof KeptPane>

/** The tabs of a window, and nothing of what was on their screens. */
export const Arrangement = z
  .object({
    panes: z.array(KeptPane).max(500),
    tabs: z.array(z.object({ layout: KeptLayout, focused: PaneId })).max(500),
    /** Which of the tabs is shown. */
    active: z.int().min(0).nullable(),
    /** The terminals fill the window. */
    full: z.boolean(),
  })
  .refine(isWhole, 'Each pane is in one tab.')
export type Arrangement = z.infer<typeof Arrangement>

/** The ids of a layout's panes, in reading order. */
export function keptPaneIds(layout: KeptLayout): string[] {
  return typeof layout === 'string' ? [layout] : [...keptPaneIds(layout.first), ...keptPaneIds(layout.second)]
}

interface Whole {
  panes: KeptPane[]
  tabs: { layout: KeptLayout; focused: string }[]
  active: number | null
}

function isWhole({ panes, tabs, active }: Whole): boolean {
  const placed = tabs.flatMap(({ layout }) => keptPaneIds(layout)).sort()
  const there = panes.map(({ id }) => id).sort()
  return (
    new Set(there).size === there.length &&
    placed.join('\n') === there.join('\n') &&
    tabs.every(({ layout, focused }) => keptPaneIds(layout).includes(focused)) &&
    (active === null || active < tabs.length)
  )
}

/** What a window begins with. */
export const LeftTabs = z.object({
  /** The tabs of windows that are gone, from before a restart or from this run; null where there are none. */
  arrangement: Arrangement.nullable(),
  /** The user wants them to be connected at once. */
  connects: z.boolean(),
})
export type LeftTabs = z.infer<typeof LeftTabs>

export const tabs = {
  /**
   * A window has come, and goes with this call: one value, and then nothing until the window closes. What windows that are
   * gone have left is given once, to the first that `takes` it.
   */
  open: procedure.input(z.object({ windowId: Id, takes: z.boolean() })).output(eventIterator(LeftTabs)),
  /** How the tabs of a window lie now. */
  keep: procedure.input(z.object({ windowId: Id, arrangement: Arrangement })).output(Nothing),
}
