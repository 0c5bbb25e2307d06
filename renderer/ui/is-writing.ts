/** Where a letter is a letter: fields, terminals, which are text areas, and whatever lies over a part of the window. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('[role="dialog"], [role="menu"]') !== null ||
      target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select'))
  )
}

/** A key without another that is pressed alone, as `?` or `/`, on whichever keyboard; not where somebody writes or has to answer. */
export function isPlainKey(event: KeyboardEvent, key: string): boolean {
  if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
    return false
  return !isWriting(event.target) && document.querySelector('[aria-modal="true"]') === null
}
