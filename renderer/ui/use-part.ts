import { useEffect, useReducer } from 'react'
import type { Part } from './part.js'

/** A part of the window's code; null until it has been read, which it now is. */
export function usePart<T>(part: Part<T>): T | null {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  const value = part.get()
  useEffect(() => {
    if (value === null)
      part
        .load()
        .then(drawAgain, (error: unknown) => console.error('A part of the window is missing.', error))
  }, [part, value])
  return value
}
