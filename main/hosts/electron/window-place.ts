import { z } from 'zod'

/** In the system's points, as Electron's `Rectangle`. */
const Rect = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive().max(100_000),
  height: z.int().positive().max(100_000),
})
export type Rect = z.infer<typeof Rect>

/** Where a window is. `bounds`: where it is when it is neither maximized nor full screen. */
export const WindowPlace = z.object({ bounds: Rect, maximized: z.boolean(), fullScreen: z.boolean() })
export type WindowPlace = z.infer<typeof WindowPlace>

/** How far from the window before it a further one opens. */
const STEP = 32
/** So much of a title bar has to be in sight that it can be got hold of. */
const GRIP = { width: 120, height: 32 }

/**
 * Where a window opens that was at `bounds` when there may have been other displays. `areas` are those of the displays
 * without docks and bars, the main one first. As it was where its title bar can be got hold of; else moved, and made
 * smaller where it must be, onto the display that it was on most, or onto the main one.
 */
export function inSight(bounds: Rect, areas: readonly Rect[]): Rect {
  const [main] = areas
  if (main === undefined || areas.some((area) => hasGrip(bounds, area))) return bounds
  const area = areas.reduce((best, one) => (overlap(bounds, one) > overlap(bounds, best) ? one : best), main)
  const width = Math.min(bounds.width, area.width)
  const height = Math.min(bounds.height, area.height)
  return {
    x: within(bounds.x, area.x, area.x + area.width - width),
    y: within(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

/**
 * Where a further window opens: at its `own` place from before, else a step from the one `before` it, and always so that
 * those that are there can be seen. Null: where the system likes.
 */
export function aside(
  own: WindowPlace | null,
  before: WindowPlace | null,
  there: readonly WindowPlace[],
): WindowPlace | null {
  let place = own ?? (before === null ? null : aStepFrom(before))
  const isCovering = ({ bounds: { x, y } }: WindowPlace) =>
    there.some(({ bounds }) => bounds.x === x && bounds.y === y)
  while (place !== null && isCovering(place)) place = aStepFrom(place)
  return place
}

function aStepFrom({ bounds }: WindowPlace): WindowPlace {
  return {
    bounds: { ...bounds, x: bounds.x + STEP, y: bounds.y + STEP },
    maximized: false,
    fullScreen: false,
  }
}

function hasGrip({ x, y, width }: Rect, area: Rect): boolean {
  const right = Math.min(x + width, area.x + area.width)
  const wide = right - Math.max(x, area.x) >= Math.min(GRIP.width, width)
  return wide && y >= area.y && y + GRIP.height <= area.y + area.height
}

function overlap(one: Rect, other: Rect): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return Math.max(width, 0) * Math.max(height, 0)
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
