import type { DragEvent } from 'react'
import { createStore } from '../store.js'
import { movePane, movePaneToTab, moveTab, moveTabBeside } from './arrange.js'
import { type Edge, edgeAt, type Layout, paneIds, paneRects, type Rect } from './layout.js'

/** What the mouse has taken up. */
export interface Dragged {
  kind: 'tab' | 'pane'
  id: string
}

export interface DropPlace {
  paneId: string
  edge: Edge
}

export const dragStore = createStore<Dragged | null>(null)

/** A type of our own: no other program takes it. */
const TYPE = 'application/x-latchkey-pane'

/** For `onDragStart`. The page is changed after the event only: Chromium gives up a drag whose surroundings change in it. */
export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.stopPropagation()
  event.dataTransfer.setData(TYPE, dragged.id)
  event.dataTransfer.effectAllowed = 'move'
  setTimeout(() => dragStore.change(() => dragged))
}

export function endDrag(): void {
  dragStore.change(() => null)
}

/** Before which tab of the bar a drop at `x` (px) goes: counted by the middles of the tabs that lie left of it. */
export function tabIndexAt(bar: Element, x: number): number {
  const middles = [...bar.querySelectorAll('[role=tab]')].map((tab) => {
    const { left, width } = tab.getBoundingClientRect()
    return left + width / 2
  })
  return middles.filter((middle) => middle < x).length
}

/** Where a drop would go. Coordinates in parts of the tab that is shown; null where nothing would change. */
export function dropPlace(dragged: Dragged, layout: Layout, x: number, y: number): DropPlace | null {
  const inside = (rect: Rect) =>
    x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height
  const [found] = [...paneRects(layout)].filter(([, rect]) => inside(rect))
  if (found === undefined) return null
  const [paneId, rect] = found
  if (dragged.kind === 'pane' ? dragged.id === paneId : paneIds(layout).includes(dragged.id)) return null
  return { paneId, edge: edgeAt((x - rect.x) / rect.width, (y - rect.y) / rect.height) }
}

export function dropBeside({ kind, id }: Dragged, { paneId, edge }: DropPlace): void {
  if (kind === 'pane') movePane(id, paneId, edge)
  else moveTabBeside(id, paneId, edge)
}

export function dropOnBar({ kind, id }: Dragged, index: number): void {
  if (kind === 'pane') movePaneToTab(id, index)
  else moveTab(id, index)
}

/** The half of a pane that a drop would take. */
export function dropRect(layout: Layout, { paneId, edge }: DropPlace): Rect | undefined {
  const rect = paneRects(layout).get(paneId)
  if (rect === undefined) return undefined
  const { x, y, width, height } = rect
  return {
    left: { x, y, width: width / 2, height },
    right: { x: x + width / 2, y, width: width / 2, height },
    up: { x, y, width, height: height / 2 },
    down: { x, y: y + height / 2, width, height: height / 2 },
  }[edge]
}
