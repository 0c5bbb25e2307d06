import { queryOptions, useQuery } from '@tanstack/react-query'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'

interface Waiting {
  id: string
  resolve: (name: HashedName | null) => void
  reject: (error: unknown) => void
}

interface HashedName {
  name: string
  instanceName: string
}

const MOST_AT_ONCE = 200
let waiting: Waiting[] = []

/** Whom a hashed line names. The lines that are in sight are asked for together: each costs an attempt with every instance. */
const hashedNameQuery = (id: string) =>
  queryOptions({
    queryKey: [...api.knownHosts.hashed.key(), id],
    queryFn: () =>
      new Promise<HashedName | null>((resolve, reject) => {
        waiting.push({ id, resolve, reject })
        if (waiting.length === 1) setTimeout(askAll)
      }),
    staleTime: 60_000,
  })

/**
 * What a line is called, and whose address that is; empty where nobody knows. A hashed one has its name where an instance has
 * it; only a search by the whole name finds others.
 */
export function useNames(host: KnownHost): { name: string; instanceName: string } {
  const { id, hashed, outdated } = host
  const found = useQuery({ ...hashedNameQuery(id), enabled: hashed }).data
  return {
    name: hashed ? (outdated[0]?.name ?? found?.name ?? '') : host.host,
    instanceName: host.instanceName ?? found?.instanceName ?? '',
  }
}

function askAll(): void {
  const all = waiting
  waiting = []
  for (let at = 0; at < all.length; at += MOST_AT_ONCE) void ask(all.slice(at, at + MOST_AT_ONCE))
}

async function ask(some: Waiting[]): Promise<void> {
  try {
    const found = await rpc.knownHosts.hashed({ ids: some.map(({ id }) => id) })
    const names = new Map(found.map((one) => [one.id, one]))
    for (const { id, resolve } of some) resolve(names.get(id) ?? null)
  } catch (error) {
    for (const { reject } of some) reject(error)
  }
}
