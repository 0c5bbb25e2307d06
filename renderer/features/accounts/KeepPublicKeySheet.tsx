import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, CloudKey } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { useKeysChanged } from '../keys/key-queries.js'
import { useCloudKeysChanged } from './account-queries.js'

interface Props {
  account: Account
  cloudKey: CloudKey
  onClose: () => void
}

/** Makes an entry of the vault out of a public key that only a cloud has, without its private half. */
export function KeepPublicKeySheet({ account, cloudKey, onClose }: Props) {
  const [name, setName] = useState(cloudKey.name)
  const keysChanged = useKeysChanged()
  const cloudKeysChanged = useCloudKeysChanged(account)
  const keep = useMutation(
    api.keys.import.mutationOptions({
      onSuccess: async () => {
        await Promise.all([keysChanged(), cloudKeysChanged()])
        onClose()
      },
    }),
  )
  const submit = () =>
    keep.mutate({
      source: { kind: 'text', text: cloudKey.publicKey ?? '' },
      name,
      notes: { description: say`From the account ${account.name}` },
    })
  return (
    <Sheet
      title={say`Keep the public half of ${cloudKey.name}`}
      verb={say`Keep public half`}
      busy={keep.isPending}
      problem={keep.error === null ? undefined : errorInfo(keep.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={say`Name`}
        description={say`The entry has no private half until you import it: it can be pushed to other accounts, and logs in nowhere.`}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Sheet>
  )
}
