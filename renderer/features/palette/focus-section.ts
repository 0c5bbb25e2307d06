/** Gives the keyboard to the table of the section that is about to be shown; without one, at least takes it from the terminal. */
export function focusSection(): void {
  requestAnimationFrame(() => {
    const grid = [...document.querySelectorAll<HTMLElement>('main [data-grid]')].find(isShown)
    if (grid !== undefined) grid.focus()
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
}

function isShown(element: HTMLElement): boolean {
  return element.offsetParent !== null
}
