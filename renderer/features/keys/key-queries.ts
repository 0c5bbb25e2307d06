import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { KeyPair } from '../../../contract/keys.js'
import { api } from '../../api/queries.js'

/** The vault's key pairs, those archived and in the bin too; read again on the way back, since another page may have changed them. */
export function useKeys() {
  return useQuery({ ...api.keys.list.queryOptions(), refetchOnWindowFocus: true })
}

/** Whether a key pair is offered for something new: neither archived nor in the bin. */
export function isOffered({ state }: KeyPair): boolean {
  return state === 'active'
}

/** Whether a key pair can log in: offered, and not a public key alone. */
export function canLogIn(keyPair: KeyPair): boolean {
  return isOffered(keyPair) && keyPair.storedIn !== null
}

/** Reads everything again that shows key pairs: the list, the instances and what accounts hold. */
export function useKeysChanged(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: api.keys.key() }),
      client.invalidateQueries({ queryKey: api.accounts.keys.key() }),
      client.invalidateQueries({ queryKey: api.instances.list.key() }),
      client.invalidateQueries({ queryKey: api.backup.kitHint.key() }),
    ])
  }
}
