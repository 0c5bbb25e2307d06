import { useQuery } from '@tanstack/react-query'
import type { Account } from '../../../contract/accounts.js'
import { api } from '../../api/queries.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { createRows, type InstanceRow } from '../instances/rows.js'
import { useKeys } from '../keys/key-queries.js'
import { useNameplates } from '../nameplates/use-nameplates.js'

const rowsOf = createRows()

/** All instances and the user's own hosts, with the accounts; undefined while they are read. */
export function useRows(): { rows: InstanceRow[]; accounts: Account[] } | undefined {
  const instances = useInventoryQuery().data?.instances
  const accounts = useQuery(api.accounts.list.queryOptions()).data
  const keys = useKeys().data
  const plates = useNameplates()
  if (instances === undefined || accounts === undefined || keys === undefined) return undefined
  return { rows: rowsOf(instances, accounts, keys, plates), accounts }
}
