import { queryOptions, useQuery } from '@tanstack/react-query'
import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Inventory } from '../../../contract/instances.js'
import { rpc } from '../../api/client.js'
import { api, queryClient } from '../../api/queries.js'
import { withPart } from './inventory-part.js'

/** The cached inventory of all accounts, and the user's own hosts. */
export const useInventoryQuery = () => useQuery(inventory)

/** Whether an instance was there once and is not any more; false as long as its account was not read. */
export function useIsGone(instanceId: string): boolean {
  const { data } = useInventoryQuery()
  if (data === undefined || data.instances.some(({ id }) => id === instanceId)) return false
  const age = data.ages.find(({ accountId }) => instanceId.startsWith(`${accountId}/`))
  return age === undefined || age.readAt !== null
}

const queryKey = api.instances.list.queryKey()

/** One account after the other: the host does something else in between, and so does this window. */
const inventory = queryOptions({
  queryKey,
  // Looking for what is still the same in ten thousand instances takes longer than to show them anew.
  structuralSharing: false,
  async queryFn({ signal }): Promise<Inventory> {
    const parts: Inventory[] = []
    const accounts = await rpc.accounts.list(undefined, { signal })
    for (const accountId of [...accounts.map(({ id }) => id), HOSTS_ACCOUNT])
      parts.push(await rpc.instances.list({ accountId }, { signal }))
    return { instances: parts.flatMap((part) => part.instances), ages: parts.flatMap((part) => part.ages) }
  },
})

/** Has the accounts that were just read told of anew. Never throws: where that fails, the whole list is asked for and says why. */
export async function readAgain(accountIds: Iterable<string>): Promise<void> {
  try {
    await readParts(accountIds)
  } catch (_failed) {
    await queryClient.invalidateQueries({ queryKey })
  }
}

async function readParts(accountIds: Iterable<string>): Promise<void> {
  const running = queryClient.isFetching({ queryKey, exact: true }) > 0
  if (running) await queryClient.fetchQuery({ ...inventory, staleTime: 0 })
  const parts: [string, Inventory][] = []
  for (const accountId of accountIds) parts.push([accountId, await rpc.instances.list({ accountId })])
  queryClient.setQueryData<Inventory>(queryKey, (whole) =>
    parts.reduce<Inventory | undefined>(
      (now, [accountId, part]) => now && withPart(now, accountId, part),
      whole,
    ),
  )
}
