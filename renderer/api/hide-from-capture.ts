import { useEffect } from 'react'
import { desktop } from './desktop-port.js'

let inSight = 0

desktop?.hideFromCapture(false) // the page before this one may have gone with a secret in sight

/** While `shown`, a secret is on the screen: pictures and recordings of it, by whichever program, leave the window out. */
export function useHiddenFromCapture(shown = true): void {
  useEffect(() => (shown ? hideFromCapture() : undefined), [shown])
}

/** Whether a secret is on the screen. */
export const secretInSight = () => inSight > 0

/** Hides the window until each that called has called what it got. */
export function hideFromCapture(): () => void {
  tell(1)
  return () => tell(-1)
}

function tell(change: number): void {
  inSight += change
  desktop?.hideFromCapture(inSight > 0)
}
