import { createContext, type ReactNode, useLayoutEffect } from 'react'

/** Whether what asks is on a cover: its dialogs are its own, and are seen while those of the window are not. */
export const OnCover = createContext(false)

/** What every dialog shows above its own content: under it, the window can't be reached. */
export const DialogNotice = createContext<ReactNode>(null)

/** The element of index.html that holds everything which floats over the window: dialogs, menus, tooltips. */
function overlays(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-mantine-shared-portal-node]')
}

/** While `covered` nothing of them is seen, read out or reached by keys; what is typed in them stays. */
export function useCoveredOverlays(covered: boolean): void {
  useLayoutEffect(() => {
    overlays()?.toggleAttribute('inert', covered)
    return () => overlays()?.removeAttribute('inert')
  }, [covered])
}

// Mantine's dialogs listen to the window for Escape: this listener is older than theirs and comes first.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Escape' && overlays()?.inert) event.stopImmediatePropagation()
  },
  { capture: true },
)
