import { useMutation } from '@tanstack/react-query'
import type { Account, CloudKey } from '../../../contract/accounts.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useCloudKeysChanged } from './account-queries.js'
import { refOf } from './cloud-key-ref.js'
import { declaring, whatDeletionDoes } from './deletion.js'

interface Props {
  account: Account
  cloudKey: CloudKey
  /** The cloud deletes no key that an instance has. */
  keepsUsedKeys: boolean
  onClose: () => void
}

/** Takes a public key off an account. */
export function DeleteCloudKeySheet({ account, cloudKey, keepsUsedKeys, onClose }: Props) {
  const changed = useCloudKeysChanged(account)
  const remove = useMutation(api.accounts.deleteKey.mutationOptions({ onSettled: changed }))
  const instances = useInventoryQuery().data?.instances ?? []
  const users = declaring(instances, account.id, cloudKey)
  return (
    <ConfirmSheet
      title={`Delete ${cloudKey.name} from ${account.name}?`}
      consequences={whatDeletionDoes(cloudKey, users, keepsUsedKeys)}
      verb="Delete from the account"
      danger
      onConfirm={() => remove.mutateAsync({ id: account.id, key: refOf(cloudKey) })}
      onClose={onClose}
    />
  )
}
