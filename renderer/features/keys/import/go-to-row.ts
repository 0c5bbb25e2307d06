/** What a row wants of the user, in its `data-wants`. */
export type Want = 'attention' | 'passphrase'

/** Brings the first row that wants this into sight, with the keyboard in its field. False if there is none. */
export function goToRow(form: HTMLFormElement, want: Want): boolean {
  const row = form.querySelector<HTMLElement>(`tr[data-wants="${want}"]`)
  if (row !== null) show(row)
  return row !== null
}

function show(row: HTMLElement): void {
  row.scrollIntoView({ block: 'center' })
  const field = row.querySelector<HTMLInputElement>('input[aria-invalid="true"], input[type="password"]')
  field?.focus({ preventScroll: true })
  field?.select()
}

/** After an import: to what went wrong, else to the next passphrase, else to the button. */
export function goOn(form: HTMLFormElement | null): void {
  // By then the outcome is drawn.
  requestAnimationFrame(() => {
    if (form === null || goToRow(form, 'attention') || goToRow(form, 'passphrase')) return
    form.querySelector<HTMLElement>('button[type="submit"]')?.focus()
  })
}

/**
 * A passphrase is being tried from this field or button, which is gone once it fits: the keyboard goes on to the next
 * passphrase then, and stays where it doesn't fit or the user went elsewhere meanwhile.
 */
export async function goOnFrom(
  tried: HTMLInputElement | HTMLButtonElement,
  trying: Promise<void>,
): Promise<void> {
  const { form } = tried
  const row = tried.closest('tr')
  // The dialog keeps the keyboard of a field that is busy or gone.
  const dialog = tried.closest('[role="dialog"]')
  await trying
  requestAnimationFrame(() => {
    const isHere = [document.body, tried, dialog].includes(document.activeElement as HTMLElement)
    if (form === null || row === null || !isHere) return
    if (row.dataset.wants === 'attention') show(row)
    else if (!goToRow(form, 'passphrase')) goOn(form)
  })
}
