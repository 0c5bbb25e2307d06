import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Backend, VaultStatus } from '../../../contract/vault.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Cover } from '../../ui/Cover.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { BackendChoices } from './BackendChoices.js'
import { inSentence } from './backend-words.js'
import { checkPasswords, NewPassword, type NewPasswords } from './NewPassword.js'

/** First run: where private keys live from now on. Chosen once. */
export function FirstRun({ vault }: { vault: VaultStatus }) {
  const [chosen, setChosen] = useState<Backend | null>(() => proposed(vault))
  const [passwords, setPasswords] = useState<NewPasswords>({ password: '', again: '' })
  const [submitted, setSubmitted] = useState(false)
  const create = useMutation(api.vault.create.mutationOptions({ gcTime: 0 }))
  const choice = vault.choices.find(({ backend }) => backend === chosen)
  const wrong = choice?.needsPassword ? checkPasswords(passwords) : {}

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (choice === undefined || Object.keys(wrong).length > 0) return
    const { backend, needsPassword } = choice
    create.mutate(needsPassword ? { backend, password: passwords.password } : { backend })
  }

  return (
    <Cover title="Where should Latchkey keep your private keys?">
      <p>This is asked once. Latchkey never moves keys to another place without asking.</p>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <BackendChoices choices={vault.choices} chosen={chosen} onChoose={setChosen} />
          {choice?.needsPassword === true && (
            <NewPassword value={passwords} onChange={setPasswords} wrong={submitted ? wrong : {}} />
          )}
          {create.error !== null && <ErrorMessage problem={errorInfo(create.error)} />}
          <Group>
            <Button type="submit" loading={create.isPending} disabled={choice === undefined}>
              {choice === undefined
                ? 'Continue'
                : `Keep keys in ${choice.needsPassword ? 'a ' : ''}${inSentence(choice.label)}`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Cover>
  )
}

function proposed({ choices }: VaultStatus): Backend | null {
  const usable = choices.filter(({ available }) => available)
  return (usable.find(({ recommended }) => recommended) ?? usable[0])?.backend ?? null
}
