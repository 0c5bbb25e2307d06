import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { HostsSource, KnownHost } from '../../../contract/known-hosts.js'
import { api } from '../../api/queries.js'
import { matches } from './host-words.js'

export type ShownFile = HostsSource | 'all'

/** The lines that a filter lets through: by what is shown of them, and hashed ones by the host's whole name or its instance. */
export function useHostsFound(all: KnownHost[] | undefined, filter: string, file: ShownFile): KnownHost[] {
  const words = useDeferredValue(filter)
  const asked = useSettled(words.trim(), 250)
  const found = useQuery({
    ...api.knownHosts.find.queryOptions({ input: { text: asked } }),
    enabled: asked !== '',
  })
  return useMemo(() => {
    const named = new Set(asked === words.trim() ? found.data?.ids : [])
    return (all ?? []).filter(
      (host) => (file === 'all' || host.source === file) && (matches(host, words) || named.has(host.id)),
    )
  }, [all, words, asked, file, found.data])
}

/** The value once it has been the same for so long. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
