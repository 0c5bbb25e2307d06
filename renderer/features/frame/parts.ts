import { useWindowEvent } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { focusIsLost, focusSection, isShown, noDialogIsOpen } from '../../ui/section-focus.js'
import { focusTerminal } from '../sessions/arrange.js'

/** The parts of the window that the keyboard goes to one after the other, by their `data-part`; as they lie on the page. */
const PARTS = '[data-part]'
const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex="0"]'

/** A menu or a tray that closes gives the keyboard back to what opened it: Mantine's within 10 ms. */
const GIVEN_BACK_MS = 50

/** What had the keyboard last in each part. */
const last = new WeakMap<Element, HTMLElement>()

/** Ctrl+F6, with Shift the other way: the keyboard goes to the next part of the window. Not out of a terminal, which it leaves. */
export function isPartKey(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return event.code === 'F6' && event.ctrlKey && !event.metaKey && !event.altKey
}

/** Has Ctrl+F6 walk through the parts of the window: nobody tabs through a rail and a table to get to the files. */
export function usePartKeys(covered: boolean): void {
  const lastPart = useRef<Element | null>(null)
  useWindowEvent('focusin', ({ target }) => {
    const part = target instanceof HTMLElement ? target.closest(PARTS) : null
    if (part !== null) last.set(part, target as HTMLElement)
    lastPart.current = part
  })
  // Of what is taken off the page with the keyboard in it.
  useWindowEvent('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget !== null || covered) return
    setTimeout(() => {
      const gone = target instanceof Element && !target.isConnected
      if (!gone || !document.hasFocus() || !focusIsLost() || !noDialogIsOpen()) return
      if (!focusInside(lastPart.current)) focusSection()
    }, GIVEN_BACK_MS)
  })
  useEffect(keepOfBusy, [])
  useWindowEvent('keydown', (event) => {
    if (covered || event.defaultPrevented || !isPartKey(event)) return
    event.preventDefault()
    if (noDialogIsOpen()) goToPart(event.shiftKey ? -1 : 1)
  })
}

/** The same part of the window, where it has a place for that, as files have. */
function focusInside(part: Element | null): boolean {
  if (part === null || !part.isConnected) return false
  const places = [...part.querySelectorAll<HTMLElement>('[data-grid], section[tabindex="-1"]')].filter(
    isShown,
  )
  const place = places.find((element) => element.matches('[data-grid]')) ?? places[0]
  place?.focus()
  return place !== undefined
}

/** A button that is busy can't be pressed and has no keyboard: it has it again afterwards, if nobody else has it then. */
function keepOfBusy(): () => void {
  let busy: HTMLElement | null = null
  const observer = new MutationObserver(() => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.matches(':disabled')) busy = activeElement
    if (busy === null || busy.matches(':disabled')) return
    if (busy.isConnected && focusIsLost()) busy.focus()
    busy = null
  })
  observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['disabled'] })
  return () => observer.disconnect()
}

function goToPart(step: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>(PARTS)].filter(isShown)
  const at = parts.findIndex((part) => part.contains(document.activeElement))
  for (let n = 1; n <= parts.length; n++) {
    const part = parts[(Math.max(at, step === 1 ? -1 : 0) + step * n + 2 * parts.length) % parts.length]
    if (part !== undefined && focusPart(part)) return
  }
}

/** Where the keyboard was in it, else its table, its chosen entry, or the first that takes the keyboard. False: it has none. */
function focusPart(part: HTMLElement): boolean {
  const before = last.get(part)
  if (before?.isConnected && isShown(before)) before.focus()
  else if (part.dataset.part === 'terminals') focusTerminal()
  else {
    const places = ['[data-grid]', '[aria-current]', FOCUSABLE]
    const place = places
      .flatMap((selector) => [...part.querySelectorAll<HTMLElement>(selector)])
      .find((element) => isShown(element) && !element.matches(':disabled'))
    place?.focus()
  }
  return part.contains(document.activeElement)
}
