import { useMutation } from '@tanstack/react-query'
import type { KeyPair } from '../../../../contract/keys.js'
import { api } from '../../../api/queries.js'
import { ConfirmSheet } from '../../../ui/ConfirmSheet.js'
import { useKeysChanged } from '../key-queries.js'
import { deleteConsequences } from './bin-consequences.js'

/** Deleting from the bin can't be taken back: the name has to be typed. */
export function DeleteForGoodSheet({ keyPair, onClose }: { keyPair: KeyPair; onClose: () => void }) {
  const changed = useKeysChanged()
  const remove = useMutation(api.keys.delete.mutationOptions({ onSuccess: changed }))
  return (
    <ConfirmSheet
      title={`Delete ${keyPair.name} for good?`}
      consequences={deleteConsequences(keyPair.name, keyPair.storedIn !== null)}
      verb="Delete for good"
      danger
      typed={{ text: keyPair.name, label: 'Name of the key pair' }}
      onConfirm={() => remove.mutateAsync({ id: keyPair.id, name: keyPair.name })}
      onClose={onClose}
    />
  )
}
