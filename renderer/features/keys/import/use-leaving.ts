import { useState } from 'react'

/** Closes at once where nothing is lost, and asks where something is. `loss`: what, as sentences. */
export function useLeaving(loss: string[], leave: () => void) {
  const [wanted, want] = useState(false)
  // What was being stored when it was asked may all be stored by now.
  const asking = wanted && loss.length > 0
  const close = () => {
    // Escape reaches the sheet also while the question is over it.
    if (asking) return
    if (loss.length === 0) leave()
    else want(true)
  }
  return { asking, loss, close, stay: () => want(false) }
}
