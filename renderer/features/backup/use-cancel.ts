import { useEffect, useRef } from 'react'

/** A call that ends when its sheet goes: `signal` for it, and `cancel`. */
export function useCancel() {
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])
  return {
    /** For a new call. */
    signal(): AbortSignal {
      current.current = new AbortController()
      return current.current.signal
    },
    cancel: () => current.current?.abort(),
  }
}
