import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { KeyName, type KeyPair } from '../../../contract/keys.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { useKeysChanged } from './key-queries.js'

/** A new name in Latchkey; what accounts call the key stays. */
export function RenameKeySheet({ keyPair, onClose }: { keyPair: KeyPair; onClose: () => void }) {
  const [name, setName] = useState(keyPair.name)
  const changed = useKeysChanged()
  const rename = useMutation(api.keys.update.mutationOptions({ onSuccess: changed }))
  const wrong = KeyName.safeParse(name).error?.issues[0]?.message
  return (
    <Sheet
      title={`Rename ${keyPair.name}`}
      verb="Rename"
      busy={rename.isPending}
      disabled={wrong !== undefined || name === keyPair.name}
      problem={rename.error === null ? undefined : errorInfo(rename.error)}
      onSubmit={() => rename.mutate({ id: keyPair.id, name }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Only in Latchkey: accounts keep the name that they know it under."
        value={name}
        error={wrong}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Sheet>
  )
}
