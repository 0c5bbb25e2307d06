import { useEffect, useRef } from 'react'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'

/** Closes a sheet with the vault: keys, passphrases and passwords that were typed don't wait under a locked window. */
export function useCloseOnLock(close: () => void): void {
  const state = useStream(api.vault.watch, undefined).value?.state
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    if (state !== undefined && state !== 'open') latest.current()
  }, [state])
}
