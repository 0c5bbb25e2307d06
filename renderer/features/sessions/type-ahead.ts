/*
 * What is typed for a pane before its session can be given it, while its terminal or its session is on the way. It goes to the
 * shell as soon as there is one, as with any ssh.
 */

/** In bytes, for each pane. */
const MOST = 4096

const ahead = new Map<string, Uint8Array[]>()

/** Keeps what was typed for a pane; what is more than anybody types meanwhile is dropped. */
export function typeAhead(paneId: string, bytes: Uint8Array): void {
  const kept = ahead.get(paneId) ?? []
  const length = kept.reduce((sum, part) => sum + part.length, bytes.length)
  if (length <= MOST) ahead.set(paneId, [...kept, bytes])
}

/** What was typed for a pane, which is forgotten by it. */
export function takeTyped(paneId: string): Uint8Array[] {
  const kept = ahead.get(paneId) ?? []
  ahead.delete(paneId)
  return kept
}

/** What these keys would have typed, without those that are for the window. */
const typing = new Map([
  ['Enter', '\r'],
  ['Backspace', '\x7f'],
])

/** Who takes it now. */
let holder: symbol | null = null

/**
 * Takes what is typed in the whole window; the answer ends that and has it as text. Of several the newest gets it: no key
 * is for two terminals.
 */
export function holdKeys(): () => string {
  const mine = Symbol('holder')
  holder = mine
  let text = ''
  const take = (event: KeyboardEvent) => {
    if (holder !== mine) return
    const { key, ctrlKey, altKey, metaKey, repeat, isComposing } = event
    const typed = key.length === 1 ? key : typing.get(key)
    if (typed === undefined || ctrlKey || altKey || metaKey || isComposing) return
    event.preventDefault()
    event.stopPropagation()
    // The Enter that asked for the terminal may be held down still.
    if (!repeat || key.length === 1) text += typed
  }
  window.addEventListener('keydown', take, { capture: true })
  return () => {
    window.removeEventListener('keydown', take, { capture: true })
    return text
  }
}

/** Where a terminal has no keyboard by then, it gets none. */
const FOCUS_MS = 5_000
const FIELDS = 'input, textarea, [role="dialog"]'

/**
 * Calls `then` once the keyboard is in the element: what is typed between would be lost in the middle of a line. Also
 * when it is in another field, as that of a question, or nowhere for a while.
 */
export function onceFocused(element: HTMLElement | undefined, then: () => void): void {
  const stop = new AbortController()
  const end = () => {
    if (stop.signal.aborted) return
    stop.abort()
    clearTimeout(late)
    then()
  }
  const late = setTimeout(end, FOCUS_MS)
  const look = ({ target }: Pick<Event, 'target'>) => {
    if (!(target instanceof Element)) return
    if (element?.contains(target) || target.closest(FIELDS) !== null) end()
  }
  document.addEventListener('focusin', look, { capture: true, signal: stop.signal })
  if (element?.contains(document.activeElement)) end()
}
