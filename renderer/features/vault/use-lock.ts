import { useWindowEvent } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../api/queries.js'
import { isLockKey } from './lock-key.js'

/** Locks the vault, by button or by Ctrl+Shift+L (Cmd+Shift+L on macOS). */
export function useLock(open: boolean) {
  const lock = useMutation(api.vault.lock.mutationOptions())
  const start = () => {
    if (open && !lock.isPending) lock.mutate(undefined)
  }
  // Before xterm and the browser: in some browsers this key does something of their own.
  useWindowEvent(
    'keydown',
    (event) => {
      if (!isLockKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      start()
    },
    { capture: true },
  )
  return { start, isPending: lock.isPending, error: lock.error }
}
