import { useEffect, useRef } from 'react'
import { focusIsLost, isShown } from './section-focus.js'

/**
 * Put into a dialog, it keeps the keyboard there: a button that is busy, or is gone with its step, gives it up to nobody. Then
 * the dialog itself has it, and the button again as soon as it can be pressed.
 */
export function KeepFocus() {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const dialog = mark.current?.closest<HTMLElement>('[role="dialog"]')
    if (!dialog) return
    let last: HTMLElement | null = null
    const note = ({ target }: FocusEvent) => {
      if (target !== dialog) last = target as HTMLElement
    }
    const look = () => {
      // As it opens, Mantine gives it to what is to have it first.
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
    dialog.addEventListener('focusin', note)
    return () => {
      observer.disconnect()
      dialog.removeEventListener('focusin', note)
    }
  }, [])
  return <span ref={mark} hidden />
}
