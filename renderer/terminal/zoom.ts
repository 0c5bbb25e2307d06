/** One step larger or smaller, or back to the size of the settings. */
export type ZoomStep = 1 | -1 | 0

const [SMALLEST, LARGEST] = [6, 60]

/** The size in px of a font that was made larger or smaller by so many px. */
export function zoomed(fontSize: number, zoom: number): number {
  return Math.min(Math.max(fontSize + zoom, SMALLEST), LARGEST)
}

/** What is zoomed by after a step. Steps that would do nothing are not counted. */
export function zoomAfter(zoom: number, step: ZoomStep, fontSize: number): number {
  return step === 0 ? 0 : zoomed(fontSize, zoom + step) - fontSize
}

/**
 * What a key press means: Ctrl or Cmd with plus, minus or 0, wherever the keyboard has them. Ctrl+Shift+minus stays the
 * shell's, where it takes back what was typed.
 */
export function zoomKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): ZoomStep | null {
  if (event.ctrlKey === event.metaKey || event.altKey) return null
  if (event.key === '+' || event.key === '=') return 1
  if (event.shiftKey) return null
  if (event.key === '-') return -1
  return event.key === '0' ? 0 : null
}

/** For `attachCustomKeyEventHandler`: false where the key zooms. */
export function handleZoom(event: KeyboardEvent, onZoom: (step: ZoomStep) => void): boolean {
  const step = zoomKey(event)
  if (step === null) return true
  event.preventDefault()
  if (event.type === 'keydown') onZoom(step)
  return false
}

const WHEEL_PX = 60

/** Calls `onZoom` as the wheel is turned with Ctrl or Cmd over an element, and keeps the page and the shell out of it. */
export function zoomByWheel(element: HTMLElement, onZoom: (step: ZoomStep) => void): void {
  let turned = 0
  const turn = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    turned +=
      event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : Math.sign(event.deltaY) * WHEEL_PX
    if (Math.abs(turned) < WHEEL_PX) return
    onZoom(turned < 0 ? 1 : -1)
    turned = 0
  }
  element.addEventListener('wheel', turn, { capture: true, passive: false })
}
