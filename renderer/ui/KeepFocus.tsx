import { useEffect, useLayoutEffect, useRef } from 'react'
import { focusIsLost, isShown } from './section-focus.js'

const LATE = '[data-autofocus]:not(:focus, :disabled)'
/** A list that opens by itself would cover what stands under it. */
const FIELDS = ':is(input, select, textarea):not(:disabled, [tabindex="-1"], [aria-haspopup="listbox"])'
const FOCUSABLE = ':is(a[href], button, input, select, textarea, [tabindex]):not(:disabled, [tabindex="-1"])'

/**
 * Put into a dialog, it takes the keyboard there as soon as there is a dialog: Mantine does so a moment later, and what is
 * typed until then is lost. And it keeps it there: a button that is busy, or is gone with its step, gives it up to nobody.
 * Then the dialog itself has it, and the button again as soon as it can be pressed.
 */
export function KeepFocus() {
  const mark = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const dialog = mark.current?.closest<HTMLElement>('[role="dialog"]')
    if (!dialog) return
    // The key that it was opened with is spent: an Enter would go on to press what has the keyboard now.
    if (window.event?.type === 'keydown') window.event.preventDefault()
    dialog.addEventListener('focusin', claim)
    const firstOf = (what: string) => [...dialog.querySelectorAll<HTMLElement>(what)].find(isShown)
    const wanted = dialog.querySelector<HTMLElement>('[data-autofocus]')
    const first = wanted ?? firstOf(FIELDS) ?? firstOf(FOCUSABLE) ?? dialog
    for (const place of [first, dialog])
      if (!dialog.contains(document.activeElement)) place.focus({ preventScroll: true })
    return () => dialog.removeEventListener('focusin', claim)
  }, [])
  useEffect(() => {
    const dialog = mark.current?.closest<HTMLElement>('[role="dialog"]')
    if (!dialog) return
    let last = dialog.querySelector<HTMLElement>('[data-autofocus]:disabled')
    const note = ({ target }: FocusEvent) => {
      if (target !== dialog) last = target as HTMLElement
    }
    let touched = false
    const touch = () => (touched = true)
    const look = () => {
      // What was waited for has come, and nobody has gone on to something else meanwhile.
      const late = touched ? undefined : [...dialog.querySelectorAll<HTMLElement>(LATE)].find(isShown)
      if (late !== undefined && document.activeElement?.closest('[role="dialog"]') === dialog)
        return late.focus({ preventScroll: true })
      if (last === null) return
      const isTop = [...document.querySelectorAll('[aria-modal="true"]')].at(-1)?.contains(dialog)
      if (!isTop || dialog.closest('[inert]') !== null) return
      const { activeElement } = document
      if (activeElement === dialog) {
        if (last?.isConnected && isShown(last) && !last.matches(':disabled')) last.focus()
      } else if (focusIsLost() || activeElement?.matches(':disabled')) dialog.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(look)
    observer.observe(dialog, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    })
    for (const use of ['keydown', 'pointerdown']) dialog.addEventListener(use, touch, { capture: true })
    dialog.addEventListener('focusin', note)
    return () => {
      observer.disconnect()
      for (const use of ['keydown', 'pointerdown']) dialog.removeEventListener(use, touch, { capture: true })
      dialog.removeEventListener('focusin', note)
    }
  }, [])
  return <span ref={mark} hidden />
}

/** Mantine's moment comes yet, and is for what says so: that shall be what has the keyboard by then. */
function claim({ target, currentTarget }: FocusEvent): void {
  const dialog = currentTarget as HTMLElement
  if (target === dialog) return
  for (const one of dialog.querySelectorAll('[data-autofocus]')) one.removeAttribute('data-autofocus')
  ;(target as HTMLElement).setAttribute('data-autofocus', 'true')
}
