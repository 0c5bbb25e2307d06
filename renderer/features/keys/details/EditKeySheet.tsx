import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { KeyName, type KeyNotes, type KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { Sheet } from '../../../ui/Sheet.js'
import { wrongWith } from '../../../ui/what-is-wrong.js'
import { useKeysChanged } from '../key-queries.js'
import { NotesFields, notesProblems } from '../NotesFields.js'

interface Props {
  keyPair: KeyPair
  tags: string[]
  onClose: () => void
}

/** Name, description, tags, comment and expiry of a key pair. The key itself never changes. */
export function EditKeySheet({ keyPair, tags, onClose }: Props) {
  const { description, tags: own, comment, expiresOn } = keyPair
  const [name, setName] = useState(keyPair.name)
  const [notes, setNotes] = useState<KeyNotes>({ description, tags: own, comment, expiresOn })
  const changed = useKeysChanged()
  const update = useMutation(api.keys.update.mutationOptions({ onSuccess: changed }))
  const wrongName = wrongWith(KeyName, name)
  const wrong = wrongName !== undefined || Object.keys(notesProblems(notes)).length > 0
  return (
    <Sheet
      title={say`Edit ${keyPair.name}`}
      verb={say`Save`}
      size={560}
      busy={update.isPending}
      disabled={wrong}
      problem={update.error === null ? undefined : errorInfo(update.error)}
      onSubmit={() => update.mutate({ id: keyPair.id, name, notes }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={say`Name`}
        description={say`Only in Latchkey: accounts keep the name that they know it under.`}
        value={name}
        error={wrongName}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NotesFields notes={notes} tags={tags} onChange={setNotes} />
    </Sheet>
  )
}
