import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { hear } from '../../words/language.js'
import { KeychainWait } from './KeychainWait.js'
import { slowedDown } from './lock-words.js'
import { StillWaiting } from './StillWaiting.js'

/** Opens the vault that is there: with its password where it has one, else by asking the system again. */
export function UnlockForm({ vault, verb }: { vault: VaultStatus; verb: string }) {
  const { hasPassword } = vault
  const [password, setPassword] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const selectAll = () => {
    field.current?.focus()
    field.current?.select()
  }
  const unlock = useMutation(api.vault.unlock.mutationOptions({ onError: selectAll }))
  const problem = unlock.error === null ? vault.problem : errorInfo(unlock.error)
  const wrong = problem?.code === 'password-wrong' ? problem : undefined
  const empty = hasPassword && password === ''
  const busy = unlock.isPending || vault.waiting === true

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!unlock.isPending && !empty) unlock.mutate(hasPassword ? { password } : {})
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {hasPassword && (
          <SecretInput
            ref={field}
            label={say`Password`}
            value={password}
            autoFocus
            error={hear(wrong?.message)}
            description={hear(wrong?.advice)}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {problem !== undefined && wrong === undefined && !busy && <ErrorMessage problem={problem} />}
        {(hasPassword || vault.waiting !== true) && (
          <Group>
            <Button type="submit" loading={busy} disabled={empty} autoFocus={!hasPassword}>
              {verb}
            </Button>
          </Group>
        )}
        {hasPassword && vault.waiting !== true && (
          <StillWaiting since={unlock.isPending}>{slowedDown}</StillWaiting>
        )}
        <KeychainWait />
      </Stack>
    </form>
  )
}
