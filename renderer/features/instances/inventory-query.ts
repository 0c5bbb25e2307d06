import { queryOptions, useQuery } from '@tanstack/react-query'
import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Instance, Inventory } from '../../../contract/instances.js'
import { rpc } from '../../api/client.js'
import { api, queryClient } from '../../api/queries.js'
import { quietMoment } from '../../ui/quiet-moment.js'
import { createStore } from '../store.js'
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

/** What fills the table's first screen. */
const FIRST = 100
const PAGE = 1000

/** The first instances that there are, to be shown until the whole inventory was read; null as long as none is known. */
export const firstInstances = createStore<readonly Instance[] | null>(null)

/** Page by page, one account after the other: the host does something else in between, and so does this window. */
const inventory = queryOptions({
  queryKey,
  // Looking for what is still the same in ten thousand instances takes longer than to show them anew.
  structuralSharing: false,
  async queryFn({ signal }): Promise<Inventory> {
    const parts: Inventory[] = []
    const [accounts, first] = await Promise.all([
      rpc.accounts.list(undefined, { signal }),
      rpc.instances.list({ most: FIRST }, { signal }),
    ])
    firstInstances.change(() => first.instances)
    try {
      await quietMoment() // the first rows are drawn before the others are read
      for (const accountId of [...accounts.map(({ id }) => id), HOSTS_ACCOUNT])
        parts.push(await readAccount(accountId, signal))
    } finally {
      firstInstances.change(() => null)
    }
    return { instances: parts.flatMap((part) => part.instances), ages: parts.flatMap((part) => part.ages) }
  },
})

async function readAccount(accountId: string, signal?: AbortSignal): Promise<Inventory> {
  const whole: Instance[] = []
  for (;;) {
    const page = { accountId, from: whole.length, most: PAGE }
    const { instances, ages } = await rpc.instances.list(page, signal && { signal })
    for (const instance of instances) whole.push(instance)
    if (instances.length < PAGE) return { instances: whole, ages }
  }
}

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
  for (const accountId of accountIds) parts.push([accountId, await readAccount(accountId)])
  queryClient.setQueryData<Inventory>(queryKey, (whole) =>
    parts.reduce<Inventory | undefined>(
      (now, [accountId, part]) => now && withPart(now, accountId, part),
      whole,
    ),
  )
}
