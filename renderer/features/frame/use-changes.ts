import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'

/** An import of many keys is followed some times a second, not key by key. */
const PAUSE_MS = 300

/** Has key pairs, accounts, bindings and settings read again when another window, or the host itself, has changed them. */
export function useChanges(): void {
  const client = useQueryClient()
  const changes = useStream(api.host.changes, undefined).value
  const seen = useRef<number>(undefined)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const first = seen.current === undefined
    seen.current = changes
    if (first || waiting.current !== undefined) return
    waiting.current = setTimeout(() => {
      waiting.current = undefined
      for (const queryKey of shown()) void client.invalidateQueries({ queryKey })
    }, PAUSE_MS)
  }, [changes, client])
}

/** What clouds are asked for is not among them, nor are instances: of them the inventory's own stream tells, account by account. */
const shown = () => [
  api.keys.list.key(),
  api.keys.usage.key(),
  api.accounts.list.key(),
  api.map.key(),
  api.knownHosts.list.key(),
  api.knownHosts.outdated.key(),
  api.settings.get.key(),
  api.nameplates.list.key(),
  api.backup.kit.key(),
]
