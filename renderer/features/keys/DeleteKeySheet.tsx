import { useMutation, useQuery } from '@tanstack/react-query'
import type { KeyPair } from '../../../contract/keys.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { deleteConsequences } from './delete-consequences.js'
import { useKeysChanged } from './key-queries.js'

/** Deleting a private key can't be taken back: its name has to be typed. */
export function DeleteKeySheet({ keyPair, onClose }: { keyPair: KeyPair; onClose: () => void }) {
  const changed = useKeysChanged()
  const remove = useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => {
      await rpc.keys.setState({ id, state: 'bin' })
      await rpc.keys.delete({ id, name })
    },
    onSuccess: changed,
  })
  const inventory = useQuery(api.instances.list.queryOptions()).data
  const bound = (inventory?.instances ?? []).filter(({ boundKeyId }) => boundKeyId === keyPair.id)
  return (
    <ConfirmSheet
      title={`Delete the key pair ${keyPair.name}?`}
      consequences={deleteConsequences(
        keyPair.name,
        bound.map(({ name }) => name),
      )}
      verb="Delete key pair"
      danger
      typed={{ text: keyPair.name, label: 'Name of the key pair' }}
      onConfirm={() => remove.mutateAsync({ id: keyPair.id, name: keyPair.name })}
      onClose={onClose}
    />
  )
}
