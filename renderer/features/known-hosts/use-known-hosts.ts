import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'

/** The lines of both files; read again when instances were, which are what they are called by. */
export function useKnownHosts() {
  const client = useQueryClient()
  const read = useStream(api.instances.watch, undefined).value?.revision
  const seen = useRef<number>(undefined)
  useEffect(() => {
    const first = seen.current === undefined
    seen.current = read
    if (!first) void client.invalidateQueries({ queryKey: api.knownHosts.key() })
  }, [client, read])
  return useQuery({ ...api.knownHosts.list.queryOptions(), refetchOnMount: 'always' })
}
