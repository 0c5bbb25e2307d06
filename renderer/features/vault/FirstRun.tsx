import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Backend, BackendChoice, VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Cover } from '../../ui/Cover.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'
import { FirstRestore } from '../backup/FirstRestore.js'
import { TryDemo } from '../demo/TryDemo.js'
import { Notices } from '../frame/Notices.js'
import { BackendChoices } from './BackendChoices.js'
import { inSentence } from './backend-words.js'
import { KeychainWait } from './KeychainWait.js'
import { checkPasswords, NewPassword, type NewPasswords } from './NewPassword.js'
import { OwnPassword } from './OwnPassword.js'
import { usePlaces } from './use-places.js'

/** First run: where private keys live from now on. Chosen once. */
export function FirstRun({ vault }: { vault: VaultStatus }) {
  const choices = usePlaces(vault.choices).data ?? vault.choices
  const [picked, setPicked] = useState<Backend | null>(null)
  const chosen = picked ?? proposed(choices)
  const [own, setOwn] = useState(false)
  const [passwords, setPasswords] = useState<NewPasswords>({ password: '', again: '' })
  const [submitted, setSubmitted] = useState(false)
  const create = useMutation(api.vault.create.mutationOptions())
  const choice = choices.find(({ backend }) => backend === chosen)
  const sealed = choice?.needsPassword === true
  const withPassword = sealed || own
  const problem = create.error === null ? undefined : errorInfo(create.error)
  const weak = problem?.code === 'password-weak' ? problem.message : undefined
  const wrong = withPassword ? checkPasswords(passwords) : {}

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (choice === undefined || create.isPending || Object.keys(wrong).length > 0) return
    const { backend } = choice
    create.mutate(withPassword ? { backend, password: passwords.password } : { backend })
  }

  return (
    <Cover title={say`Where should Latchkey keep your private keys?`}>
      <Notices />
      <p>
        {say`This is asked once. You can move your keys later, under Settings; Latchkey never does it by itself.`}
      </p>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <BackendChoices choices={choices} chosen={chosen} onChoose={setPicked} />
          {choice !== undefined && !sealed && <OwnPassword checked={own} onChange={setOwn} />}
          {withPassword && (
            <NewPassword
              label={sealed ? say`Password of the sealed file` : say`Your password`}
              value={passwords}
              onChange={(value) => {
                setPasswords(value)
                // A keychain that answers late must not change the question that is being answered.
                setPicked(chosen)
                if (weak !== undefined) create.reset()
              }}
              wrong={submitted ? { ...(weak && { password: hear(weak) }), ...wrong } : {}}
            />
          )}
          {problem !== undefined && weak === undefined && <ErrorMessage problem={problem} />}
          <Group>
            <Button type="submit" loading={create.isPending} disabled={choice === undefined}>
              {choice === undefined
                ? say`Continue`
                : choice.needsPassword
                  ? say`Keep keys in a ${inSentence(choice.label)}`
                  : say`Keep keys in ${inSentence(choice.label)}`}
            </Button>
          </Group>
          <KeychainWait />
        </Stack>
      </form>
      <FirstRestore beside={<TryDemo />} />
    </Cover>
  )
}

function proposed(choices: BackendChoice[]): Backend | null {
  const usable = choices.filter(({ available }) => available)
  return (usable.find(({ recommended }) => recommended) ?? usable[0])?.backend ?? null
}
