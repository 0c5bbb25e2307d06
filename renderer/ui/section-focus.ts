import { useLayoutEffect } from 'react'

/** The section that is shown takes the keyboard: its table, else itself, until it has one. False: there is none. */
export function focusSection(): boolean {
  const section = [...document.querySelectorAll<HTMLElement>('main [data-part="section"]')].find(isShown)
  if (section === undefined) return false
  const grid = [...section.querySelectorAll<HTMLElement>('[data-grid]')].find(isShown)
  const place = grid ?? section
  place.focus()
  return true
}

/** The table in it takes the keyboard; where there is none, it itself. */
export function focusGridIn(box: HTMLElement | null): void {
  const place = box?.querySelector<HTMLElement>('[data-grid]') ?? box
  place?.focus()
}

/** Something had the keyboard since the page is there: who has only just come is not shown where it is. */
let hadFocus = false
globalThis.document?.addEventListener('focusin', () => (hadFocus = true), { capture: true, once: true })

/** A section that comes takes the keyboard where another went with it. */
export function focusInstead(): void {
  if (hadFocus && focusIsLost() && noDialogIsOpen()) focusSection()
}

/** What had the keyboard is gone or hidden, and nothing has it. */
export function focusIsLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || !isShown(activeElement)
}

/** Nothing has the keyboard but the section itself, which keeps it for what comes. */
export const focusWaits = (): boolean => focusIsLost() || sectionHasFocus()

const sectionHasFocus = () => document.activeElement?.matches('[data-part="section"]') === true

/** Nothing of a dialog is open that would take it. */
export const noDialogIsOpen = (): boolean => document.querySelector('[aria-modal="true"]') === null

export const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true })

/** The keyboard, which waits in the section for its first rows, goes to them. */
export function useFocusWithRows(isThere: boolean): void {
  useLayoutEffect(() => {
    if (isThere && sectionHasFocus()) focusSection()
  }, [isThere])
}
