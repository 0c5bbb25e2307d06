import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, CloudCapabilities, CloudKey } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { Sheet } from '../../ui/Sheet.js'
import { useCloudKeysChanged } from './account-queries.js'
import { refOf } from './cloud-key-ref.js'

interface Props {
  account: Account
  cloudKey: CloudKey
  capabilities: CloudCapabilities | undefined
  onClose: () => void
}

/** Name and description of a key as its cloud has them, as far as it lets them be changed. */
export function EditCloudKeySheet({ account, cloudKey, capabilities, onClose }: Props) {
  const [name, setName] = useState(cloudKey.name)
  const [description, setDescription] = useState(cloudKey.description ?? '')
  const changed = useCloudKeysChanged(account)
  const save = useMutation({
    mutationFn: async () => {
      const key = refOf(cloudKey)
      if (description.trim() !== (cloudKey.description ?? ''))
        await rpc.accounts.describeKey({ id: account.id, key, description })
      if (name.trim() !== cloudKey.name) await rpc.accounts.renameKey({ id: account.id, key, name })
    },
    onSettled: changed,
    onSuccess: onClose,
  })
  return (
    <Sheet
      title={say`${cloudKey.name} in ${account.name}`}
      verb={say`Save in the cloud`}
      busy={save.isPending}
      problem={save.error === null ? undefined : errorInfo(save.error)}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {capabilities?.renamesKeys && (
        <TextInput
          label={say`Name in the cloud`}
          description={say`The key pair in the vault keeps its own name.`}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {capabilities?.describesKeys && (
        <TextInput
          label={say`Description in the cloud`}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      )}
    </Sheet>
  )
}
