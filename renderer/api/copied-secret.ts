interface Copies {
  /** Whether a secret is on the screen. */
  secretInSight(): boolean
  /** What is selected, and goes to the clipboard. */
  selected(): string
  tell(text: string): void
}

/** Tells of what the user copies while a secret is on the screen, so that the desktop clears the clipboard of it. */
export function watchCopies(page: EventTarget, { secretInSight, selected, tell }: Copies): void {
  page.addEventListener('copy', () => {
    if (secretInSight()) tell(selected())
  })
}
