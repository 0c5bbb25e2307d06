import { useEffect } from 'react'
import { createStore, useStore } from '../store.js'

const wanted = createStore<string | null>(null)

/** Has the section Instances show one of them as soon as it is in sight. */
export function wantInstance(instanceId: string): void {
  wanted.change(() => instanceId)
}

/** Calls once for each instance that another section wants shown. */
export function useWantedInstance(show: (instanceId: string) => void): void {
  const id = useStore(wanted)
  useEffect(() => {
    if (id === null) return
    wanted.change(() => null)
    show(id)
  }, [id, show])
}
