import type { KeyboardEvent } from 'react'

interface Grid<T> {
  count: number
  rowAt: (index: number) => T | undefined
  selectedIndex: number
  pageSize: number
  goTo: (index: number) => void
  onOpen?: ((row: T) => void) | undefined
  onDetails?: ((row: T) => void) | undefined
  onEscape?: (() => void) | undefined
  onDelete?: ((row: T) => void) | undefined
}

/** The keys of a grid whose rows are not focused themselves: `useMarks` takes Space first where rows can be marked. Keys pressed in a button of a row belong to it. */
export function useGridKeys<T>(grid: Grid<T>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget || event.altKey) return
    if (event.ctrlKey || event.metaKey) {
      const row = grid.rowAt(grid.selectedIndex)
      if (event.key !== 'Enter' || row === undefined || grid.onDetails === undefined) return
      event.preventDefault()
      return grid.onDetails(row)
    }
    const target = nextIndex(event.key, grid.selectedIndex, grid.count, grid.pageSize)
    if (target !== null) {
      event.preventDefault()
      if (grid.count > 0) grid.goTo(target)
      return
    }
    if (event.key === 'Escape') return grid.onEscape?.()
    const selected = grid.rowAt(grid.selectedIndex)
    const act = { Enter: grid.onOpen, ' ': grid.onDetails, Delete: grid.onDelete }[event.key]
    if (selected === undefined || act === undefined) return
    event.preventDefault()
    act(selected)
  }
}

/** Where a key moves the selection to; null for a key that doesn't move it. */
export function nextIndex(key: string, index: number, count: number, pageSize: number): number | null {
  const last = count - 1
  const moves = new Map([
    ['ArrowDown', index + 1],
    ['ArrowUp', index < 0 ? last : index - 1],
    ['PageDown', index + pageSize],
    ['PageUp', index - pageSize],
    ['Home', 0],
    ['End', last],
  ])
  const move = moves.get(key)
  return move === undefined ? null : Math.max(0, Math.min(last, move))
}
