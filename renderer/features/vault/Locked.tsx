import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Cover } from '../../ui/Cover.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SecretInput } from '../../ui/SecretInput.js'

/** The vault exists and is shut: by a password, or by the system's keychain. */
export function Locked({ vault }: { vault: VaultStatus }) {
  const [password, setPassword] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const unlock = useMutation(
    api.vault.unlock.mutationOptions({ gcTime: 0, onError: () => field.current?.select() }),
  )
  const sealed = vault.backend === 'sealed-file'
  const problem = unlock.error === null ? vault.problem : errorInfo(unlock.error)
  const wrongPassword = problem?.code === 'password-wrong'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    unlock.mutate(sealed ? { password } : {})
  }

  return (
    <Cover title="Latchkey is locked">
      <p>
        Your private keys are in {sealed ? 'the sealed file' : vault.label}.{' '}
        {sealed ? 'Its password opens it.' : 'The system may ask for your login password.'}
      </p>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {sealed && (
            <SecretInput
              ref={field}
              label="Password"
              value={password}
              autoFocus
              error={wrongPassword ? problem.message : undefined}
              description={wrongPassword ? problem.advice : undefined}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
          {problem !== undefined && !wrongPassword && <ErrorMessage problem={problem} />}
          <Group>
            <Button type="submit" loading={unlock.isPending} disabled={sealed && password === ''}>
              Unlock
            </Button>
          </Group>
        </Stack>
      </form>
    </Cover>
  )
}
