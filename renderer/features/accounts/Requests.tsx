import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/queries.js'
import { createStore, useStore } from '../store.js'
import { RequestsSheet } from './RequestsSheet.js'

/** The account whose requests are shown; null for none. */
const shown = createStore<string | null>(null)

export function showRequests(accountId: string): void {
  shown.change(() => accountId)
}

/** The requests that an error has led to. Mount it once. */
export function Requests() {
  const id = useStore(shown)
  const accounts = useQuery(api.accounts.list.queryOptions()).data
  const account = accounts?.find((one) => one.id === id)
  if (account === undefined) return null
  return <RequestsSheet account={account} onClose={() => shown.change(() => null)} />
}
