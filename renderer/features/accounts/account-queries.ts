import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'

export function useAccounts() {
  return useQuery(api.accounts.list.queryOptions())
}

const none: string[] = []

/** Ids of the accounts whose instances are being read just now. */
export function useReading(): string[] {
  return useStream(api.instances.watch, undefined).value?.reading ?? none
}

/** The forms of all kinds of cloud; they never change while Latchkey runs. */
export function useKinds() {
  return useQuery({ ...api.accounts.kinds.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
}

/** Reads again what depends on the accounts: the list and their instances. */
export function useAccountsChanged(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: api.accounts.list.key() }),
      client.invalidateQueries({ queryKey: api.instances.list.key() }),
    ])
  }
}

/** What users call the account's cloud: the product it was added as, else its kind; nothing until the kinds were read. */
export function productName({ kind, preset }: Account, kinds: CloudKindInfo[]): string {
  if (kinds.length === 0) return ''
  const info = kinds.find((entry) => entry.kind === kind)
  return info?.presets.find(({ id }) => id === preset)?.label ?? info?.label ?? kind
}

/** Reads again which keys an account holds. */
export function useCloudKeysChanged({ id }: Pick<Account, 'id'>): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: api.accounts.keys.key({ input: { id } }) })
}
