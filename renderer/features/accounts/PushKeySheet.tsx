import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Account } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { Sheet } from '../../ui/Sheet.js'
import { useGoTo } from '../frame/navigation.js'
import { KeySelect } from '../keys/KeySelect.js'
import { isOffered, useKeys, useKeysChanged } from '../keys/key-queries.js'
import { AddAccountButton } from './AddAccountButton.js'
import { useAccounts } from './account-queries.js'
import { MakeRsaKey } from './MakeRsaKey.js'
import { PushPreview } from './PushPreview.js'
import { PushResults } from './PushResults.js'

const none: KeyPair[] = []

interface Props {
  /** Fixed when opened from a key pair; else it is chosen. */
  keyPair?: KeyPair
  /** Fixed when opened from an account; else accounts are chosen. */
  account?: Account
  onClose: () => void
}

/** Puts the public half of a key pair on accounts. One account that fails is one row. */
export function PushKeySheet({ keyPair, account, onClose }: Props) {
  const accounts = (useAccounts().data ?? []).filter(({ disabled }) => !disabled)
  const keys = useKeys().data ?? none
  const offered = useMemo(() => keys.filter(isOffered), [keys])
  const [picked, setKeyId] = useState(keyPair?.id ?? null)
  const keyId = picked ?? (offered.length === 1 ? (offered[0]?.id ?? null) : null)
  const [accountIds, setAccountIds] = useState(account === undefined ? [] : [account.id])
  const [name, setName] = useState('')
  const changed = useKeysChanged()
  const push = useMutation(api.accounts.push.mutationOptions({ onSuccess: changed }))
  const chosenKey = keys.find(({ id }) => id === keyId)
  const only = accountIds.length === 0 && accounts.length === 1 ? accounts.map(({ id }) => id) : accountIds
  const chosenAccounts = accounts.filter(({ id }) => only.includes(id))
  const done = push.data?.every(({ outcome }) => outcome !== 'failed') ?? false

  /** After another choice the results before are no longer what would happen. */
  const again =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      push.reset()
      set(value)
    }

  const submit = () => {
    if (done) return onClose()
    if (keyId === null) return
    push.mutate({ keyId, accountIds: only, ...(name.trim() !== '' && { name: name.trim() }) })
  }

  return (
    <Sheet
      title={
        account === undefined
          ? say`Push ${keyPair?.name ?? 'a key'} to accounts`
          : say`Push a key to ${account.name}`
      }
      verb={done ? say`Done` : say`Push public key`}
      busy={push.isPending}
      done={done}
      disabled={keyId === null || only.length === 0}
      problem={push.error === null ? undefined : errorInfo(push.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {keyPair === undefined && <KeyChoice keys={offered} chosen={keyId} onChoose={again(setKeyId)} />}
      {account === undefined && (
        <AccountChoice accounts={accounts} chosen={only} onChoose={again(setAccountIds)} />
      )}
      <TextInput
        label={say`Name there (optional)`}
        description={say`Only the public half leaves this computer.`}
        placeholder={chosenKey?.name ?? 'deploy'}
        value={name}
        onChange={(event) => again(setName)(event.currentTarget.value)}
      />
      {chosenKey !== undefined && push.data === undefined && (
        <PushPreview keyPair={chosenKey} accounts={chosenAccounts} name={name} />
      )}
      {push.data !== undefined && <PushResults results={push.data} accounts={accounts} />}
      {chosenKey !== undefined && (
        <MakeRsaKey keyPair={chosenKey} accounts={chosenAccounts} onLeave={onClose} />
      )}
    </Sheet>
  )
}

interface KeyChoiceProps {
  keys: KeyPair[]
  chosen: string | null
  onChoose: (id: string) => void
}

function KeyChoice({ keys, chosen, onChoose }: KeyChoiceProps) {
  const goTo = useGoTo()
  if (keys.length === 0) {
    return (
      <EmptyState action={<Button onClick={() => goTo('keys')}>{say`Go to Keys`}</Button>}>
        {say`There is no key pair in the vault yet. Create or import one first.`}
      </EmptyState>
    )
  }
  return <KeySelect keys={keys} chosen={chosen} onChoose={onChoose} />
}

interface AccountChoiceProps {
  accounts: Account[]
  chosen: string[]
  onChoose: (ids: string[]) => void
}

function AccountChoice({ accounts, chosen, onChoose }: AccountChoiceProps) {
  if (accounts.length === 0) {
    return <EmptyState action={<AddAccountButton />}>{say`There is no cloud account yet.`}</EmptyState>
  }
  return (
    <Checkbox.Group label={say`Accounts`} value={chosen} onChange={onChoose}>
      <Stack gap="xs" mt="xs">
        {accounts.map(({ id, name }) => (
          <Checkbox key={id} value={id} label={name} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
