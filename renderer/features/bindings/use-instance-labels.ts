import { useMemo } from 'react'
import { useAccounts } from '../accounts/account-queries.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { instanceLabels, type Named } from './instance-labels.js'

/** What a list calls instances, from what the window knows; an id that is not listed stands for itself. */
export function useInstanceLabels(listed: Named[]): (id: string) => string {
  const accounts = useAccounts().data
  const instances = useInventoryQuery().data?.instances
  const text = JSON.stringify(listed.map(({ id, name }) => ({ id, name })))
  const labels = useMemo(
    () =>
      instanceLabels(JSON.parse(text) as Named[], { accounts: accounts ?? [], instances: instances ?? [] }),
    [text, accounts, instances],
  )
  return (id) => labels.get(id) ?? id
}
