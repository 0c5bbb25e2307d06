import { useEffect, useRef, useState } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { errorInfo } from './errors.js'

interface Iteration<T> {
  /** What has come of it so far, of this one; undefined before the first. */
  value: T | undefined
  ended: boolean
  problem: ErrorInfo | undefined
}

interface Options<I, T> {
  /** The call: `(signal) => rpc.files.list(input, { signal })`. */
  open: (signal: AbortSignal) => Promise<AsyncIterable<I>>
  /** Another key begins another one. Null: none. */
  of: string | null
  /** What was there and what came, taken together; without it, what came last is all there is. */
  add: (before: T | undefined, came: I) => T
}

const none = { value: undefined, ended: false, problem: undefined }

/** Follows an iteration of which every value counts, from its beginning; it is ended with the component. */
export function useIteration<I, T>({ open, of, add }: Options<I, T>): Iteration<T> {
  const [state, setState] = useState<Iteration<T> & { of: string | null }>({ ...none, of: null })
  const latest = useRef({ open, add })
  latest.current = { open, add }
  useEffect(() => {
    if (of === null) return
    const stop = new AbortController()
    const set = (part: Partial<Iteration<T>>) => {
      if (!stop.signal.aborted) setState((before) => ({ ...(before.of === of ? before : none), ...part, of }))
    }
    const follow = async () => {
      let value: T | undefined
      for await (const came of await latest.current.open(stop.signal)) {
        value = latest.current.add(value, came)
        set({ value })
      }
      set({ ended: true })
    }
    follow().catch((error: unknown) => set({ problem: errorInfo(error), ended: true }))
    return () => stop.abort()
  }, [of])
  return state.of === of ? state : none
}
