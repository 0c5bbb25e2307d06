/** How the panes of a tab lie: a pane's id, or a split of two layouts. */
export type Layout = string | Split

export interface Split {
  /** Where the second lies, seen from the first. */
  direction: SplitDirection
  /** The first one's part of the whole, from MIN_RATIO to 1 - MIN_RATIO. */
  ratio: number
  first: Layout
  second: Layout
}

export type SplitDirection = 'right' | 'down'
export type Edge = 'left' | 'right' | 'up' | 'down'

/** In parts of the whole: from 0 to 1. */
export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** The line between the two of a split. */
export interface Divider {
  /** Which split it is of: the way to it from the top. */
  path: Step[]
  direction: SplitDirection
  ratio: number
  /** The split as a whole. */
  rect: Rect
}
export type Step = 'first' | 'second'

export const MIN_RATIO = 0.1
export const WHOLE: Rect = { x: 0, y: 0, width: 1, height: 1 }

/** In reading order. */
export function paneIds(layout: Layout): string[] {
  return typeof layout === 'string' ? [layout] : [...paneIds(layout.first), ...paneIds(layout.second)]
}

/** Puts another layout beside a pane, each taking half of its place. A pane that isn't there changes nothing. */
export function besidePane(layout: Layout, paneId: string, edge: Edge, added: Layout): Layout {
  if (typeof layout !== 'string')
    return {
      ...layout,
      first: besidePane(layout.first, paneId, edge, added),
      second: besidePane(layout.second, paneId, edge, added),
    }
  if (layout !== paneId) return layout
  const direction = edge === 'left' || edge === 'right' ? 'right' : 'down'
  const [first, second] = edge === 'left' || edge === 'up' ? [added, layout] : [layout, added]
  return { direction, ratio: 0.5, first, second }
}

/** Its neighbours take the place of a pane that goes; null if it was the only one. */
export function withoutPane(layout: Layout, paneId: string): Layout | null {
  if (typeof layout === 'string') return layout === paneId ? null : layout
  const first = withoutPane(layout.first, paneId)
  const second = withoutPane(layout.second, paneId)
  if (first === null) return second
  return second === null ? first : { ...layout, first, second }
}

/** Where each pane lies. */
export function paneRects(layout: Layout, rect: Rect = WHOLE): Map<string, Rect> {
  if (typeof layout === 'string') return new Map([[layout, rect]])
  const [first, second] = halves(layout, rect)
  return new Map([...paneRects(layout.first, first), ...paneRects(layout.second, second)])
}

export function dividers(layout: Layout, rect: Rect = WHOLE, path: Step[] = []): Divider[] {
  if (typeof layout === 'string') return []
  const [first, second] = halves(layout, rect)
  const { direction, ratio } = layout
  return [
    { path, direction, ratio, rect },
    ...dividers(layout.first, first, [...path, 'first']),
    ...dividers(layout.second, second, [...path, 'second']),
  ]
}

/** Moves a divider; neither side gets smaller than MIN_RATIO of both. */
export function withRatio(layout: Layout, [step, ...rest]: readonly Step[], ratio: number): Layout {
  if (typeof layout === 'string') return layout
  if (step === undefined) return { ...layout, ratio: Math.min(Math.max(ratio, MIN_RATIO), 1 - MIN_RATIO) }
  return { ...layout, [step]: withRatio(layout[step], rest, ratio) }
}

/** The pane that lies next to one, on the level of its middle or nearest to it; null at the edge of the tab. */
export function paneTowards(layout: Layout, paneId: string, edge: Edge): string | null {
  const rects = paneRects(layout)
  const from = rects.get(paneId)
  if (from === undefined) return null
  const sideways = edge === 'left' || edge === 'right'
  const touching = [...rects].filter(([, rect]) => touches(from, rect, edge))
  const distance = (rect: Rect) =>
    sideways ? Math.abs(middleY(rect) - middleY(from)) : Math.abs(middleX(rect) - middleX(from))
  const [nearest] = touching.sort(([, a], [, b]) => distance(a) - distance(b))
  return nearest?.[0] ?? null
}

/** The edge of a pane that a point in it is nearest to. Both in parts of the pane. */
export function edgeAt(x: number, y: number): Edge {
  const distances: [Edge, number][] = [
    ['left', x],
    ['right', 1 - x],
    ['up', y],
    ['down', 1 - y],
  ]
  return distances.reduce((nearest, one) => (one[1] < nearest[1] ? one : nearest))[0]
}

function halves({ direction, ratio }: Split, { x, y, width, height }: Rect): [Rect, Rect] {
  if (direction === 'right')
    return [
      { x, y, width: width * ratio, height },
      { x: x + width * ratio, y, width: width * (1 - ratio), height },
    ]
  return [
    { x, y, width, height: height * ratio },
    { x, y: y + height * ratio, width, height: height * (1 - ratio) },
  ]
}

/** Sums of parts are never quite equal. */
const NEAR = 1e-6

function touches(from: Rect, rect: Rect, edge: Edge): boolean {
  const [ahead, behind] = {
    right: [rect.x, right(from)],
    left: [right(rect), from.x],
    down: [rect.y, bottom(from)],
    up: [bottom(rect), from.y],
  }[edge] as [number, number]
  const overlap =
    edge === 'left' || edge === 'right'
      ? Math.min(bottom(from), bottom(rect)) - Math.max(from.y, rect.y)
      : Math.min(right(from), right(rect)) - Math.max(from.x, rect.x)
  return Math.abs(ahead - behind) < NEAR && overlap > NEAR
}

const right = ({ x, width }: Rect) => x + width
const bottom = ({ y, height }: Rect) => y + height
const middleX = ({ x, width }: Rect) => x + width / 2
const middleY = ({ y, height }: Rect) => y + height / 2
