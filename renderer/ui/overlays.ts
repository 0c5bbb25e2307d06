import { createContext, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

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

/** How each open dialog on the cover is closed, the topmost last. */
const onTheCover: (() => void)[] = []

/** Has Escape close a dialog on the cover while what is covered keeps its own. */
export function useEscapeOnCover(onCover: boolean, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    if (!onCover) return
    const closeThis = () => latest.current()
    onTheCover.push(closeThis)
    return () => void onTheCover.splice(onTheCover.indexOf(closeThis), 1)
  }, [onCover])
}

/** The dialogs that are open, the topmost last. */
const dialogs: object[] = []

/** The key presses that have closed one: the dialog under it hears them too. */
const spent = new WeakSet<Event>()

/** For a dialog's `onClose`, which Mantine calls for Escape in all that are open: it closes the topmost alone. */
export function useOnlyTheTop(close: () => void): () => void {
  const [own] = useState(() => ({}))
  useLayoutEffect(() => {
    dialogs.push(own)
    return () => void dialogs.splice(dialogs.indexOf(own), 1)
  }, [own])
  return () => {
    const { event } = window
    if (dialogs.at(-1) !== own || (event !== undefined && spent.has(event))) return
    if (event !== undefined) spent.add(event)
    close()
  }
}

// Mantine's dialogs listen to the window for Escape: this listener is older than theirs and comes first.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || !overlays()?.inert) return
    event.stopImmediatePropagation()
    if (!event.isComposing) onTheCover.at(-1)?.()
  },
  { capture: true },
)
