import { isShown } from './section-focus.js'

/**
 * Whoever submits a form of the window that is refused is led to its first wrong field: at once, or with the answer unless
 * they have gone on to something else by then. A button that submits without being the form's own says so with `data-submits`.
 */
export function leadToInvalidFields(): void {
  let stop: (() => void) | undefined
  const submitted = (form: Element | null) => {
    stop?.()
    if (form !== null) stop = leadThere(form)
  }
  document.addEventListener('submit', ({ target }) => submitted(target as Element))
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-submits]') : null
    if (button !== null) submitted(button.closest('form'))
  })
  for (const goesOn of ['keydown', 'pointerdown'])
    document.addEventListener(goesOn, () => stop?.(), { capture: true })
  // A form whose button can't be pressed is not submitted at all, and says so to nobody.
  document.addEventListener('keydown', (event) => {
    const { target, key, defaultPrevented, isComposing } = event
    if (key !== 'Enter' || defaultPrevented || isComposing || !(target instanceof HTMLInputElement)) return
    if (target.form?.querySelector('[type="submit"]:disabled')) submitted(target.form)
  })
}

/** Waits for a wrong field in the form, now or later. Gives what ends the waiting. */
function leadThere(submitted: Element): () => void {
  // What was typed into it, a password perhaps, goes with it.
  const held = new WeakRef(submitted)
  const look = () => {
    const form = held.deref()
    if (form === undefined) return
    const top = [...document.querySelectorAll('[aria-modal="true"]')].at(-1)
    if (top !== undefined && !top.contains(form)) return
    const wrong = [...form.querySelectorAll<HTMLElement>('[aria-invalid="true"]:not(:disabled)')]
    for (const field of wrong) field.closest('details')?.setAttribute('open', '')
    const first = wrong.find(isShown)
    if (first === undefined) return
    stop()
    first.focus({ preventScroll: true })
    // Below the fold a sentence beside a field would look as if nothing had happened.
    first.scrollIntoView({ block: 'center' })
  }
  const observer = new MutationObserver(look)
  observer.observe(submitted, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-invalid', 'disabled'],
  })
  // What was wrong before is no change.
  const now = setTimeout(look)
  const stop = () => {
    observer.disconnect()
    clearTimeout(now)
  }
  return stop
}
