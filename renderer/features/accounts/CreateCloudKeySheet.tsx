import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Consequences } from '../../ui/Consequences.js'
import { Sheet } from '../../ui/Sheet.js'
import { useKeysChanged } from '../keys/key-queries.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { useCloudKeysChanged } from './account-queries.js'

interface Props {
  account: Account
  /** What the cloud makes: "RSA 2048". */
  makes: string
  onClose: () => void
}

/** Has the cloud make a key pair: the second choice, and said to be it. */
export function CreateCloudKeySheet({ account, makes, onClose }: Props) {
  useCloseOnLock(onClose)
  const [name, setName] = useState('')
  const keysChanged = useKeysChanged()
  const cloudKeysChanged = useCloudKeysChanged(account)
  const create = useMutation(
    api.accounts.createKey.mutationOptions({
      onSettled: async () => {
        await Promise.all([keysChanged(), cloudKeysChanged()])
      },
      onSuccess: onClose,
    }),
  )
  return (
    <Sheet
      title={say`Have the cloud make a key pair in ${account.name}`}
      verb={say`Have the cloud make it`}
      busy={create.isPending}
      disabled={name.trim() === ''}
      problem={create.error === null ? undefined : errorInfo(create.error)}
      onSubmit={() => create.mutate({ id: account.id, name })}
      onClose={onClose}
    >
      <Consequences
        sentences={[
          say`The cloud makes an ${makes} key pair and sends its private half over the network, once. Latchkey puts it straight into the vault.`,
          say`Whoever runs the cloud could have kept a copy. Of a key pair that is made here and pushed, the private half never leaves this computer.`,
        ]}
      />
      <TextInput
        label={say`Name`}
        description={say`In the vault; in the cloud it is fitted to what the cloud allows.`}
        placeholder={say`deploy`}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Sheet>
  )
}
