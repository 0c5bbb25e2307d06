import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useReachedThrough } from '../connection/use-reached-through.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useAccountsChanged } from './account-queries.js'
import { whatIsForgotten } from './forgotten.js'

const none: Instance[] = []

/** Forgets an account. Nothing changes in the cloud. */
export function RemoveAccountSheet({ account, onClose }: { account: Account; onClose: () => void }) {
  const changed = useAccountsChanged()
  const remove = useMutation(api.accounts.remove.mutationOptions({ onSuccess: changed }))
  const instances = useInventoryQuery().data?.instances ?? none
  const ofThis = instances.filter(({ accountId }) => accountId === account.id)
  const through = useReachedThrough({ accountId: account.id }, say`one of its instances`)
  return (
    <ConfirmSheet
      title={say`Remove the account ${account.name}?`}
      consequences={[
        say`Latchkey forgets its address and its credentials. To use it again you need the credentials again.`,
        ...through,
        ...whatIsForgotten(ofThis),
        say`Nothing changes in the cloud: instances, public keys and API keys stay as they are.`,
      ]}
      verb={say`Remove account`}
      danger
      onConfirm={() => remove.mutateAsync({ id: account.id })}
      onClose={onClose}
    />
  )
}
