import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import type { KeyPair } from '../../../contract/keys.js'
import { Dialog } from '../../ui/Dialog.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { keyTypeName } from '../../ui/key-type.js'
import { useGoTo } from '../frame/navigation.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'
import { BindPlanView } from './BindPlanView.js'
import { type BindHow, type BindTarget, closeBindSheet } from './binds.js'

/** Chooses what to bind and says what would happen. Nothing happens before its verb is pressed. */
export function BindSheet({ target }: { target: BindTarget }) {
  const keys = useKeys().data?.filter((key) => canLogIn(key) || key.id === target.keyId)
  return (
    <Dialog size="lg" title={`Bind a key to ${target.instanceName}`} onClose={closeBindSheet}>
      {keys?.length === 0 && <NoKey />}
      {keys !== undefined && keys.length > 0 && <Choice target={target} keys={keys} />}
    </Dialog>
  )
}

function NoKey() {
  const goTo = useGoTo()
  const create = () => {
    closeBindSheet()
    goTo('keys')
  }
  return (
    <EmptyState action={<Button onClick={create}>Go to Keys</Button>}>
      There is no active key pair with its private half in the vault. Create or import one first.
    </EmptyState>
  )
}

function Choice({ target, keys }: { target: BindTarget; keys: KeyPair[] }) {
  const [keyId, setKeyId] = useState(target.keyId ?? (keys.length === 1 ? keys[0]?.id : undefined) ?? null)
  const [user, setUser] = useState(target.user)
  const [how, setHow] = useState<BindHow>(target.how ?? {})
  const [settledUser] = useDebouncedValue(user.trim(), 400)
  const settled = settledUser === user.trim()
  return (
    <Stack gap="md">
      <Group gap="md" grow align="flex-start">
        <Select
          label="Key pair"
          placeholder="Choose a key pair"
          data={keys.map((key) => ({ value: key.id, label: keyOption(key) }))}
          value={keyId}
          onChange={setKeyId}
          allowDeselect={false}
          searchable={keys.length > 8}
          data-autofocus
        />
        <TextInput
          label="Login user"
          description="The user that the key is proven with."
          value={user}
          error={userProblem(user)}
          onChange={(event) => setUser(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
      </Group>
      {keyId !== null && userProblem(settledUser) === undefined ? (
        <BindPlanView
          target={{ ...target, keyId, user: settledUser }}
          how={how}
          onHow={setHow}
          settled={settled}
        />
      ) : (
        <Group justify="flex-end">
          <Button variant="default" onClick={closeBindSheet}>
            Cancel
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function userProblem(user: string): string | undefined {
  const checked = LoginUser.safeParse(user)
  return checked.success ? undefined : checked.error.issues[0]?.message
}

function keyOption(key: KeyPair): string {
  return `${key.name} (${keyTypeName(key)}, …${key.fingerprint.slice(-8)})`
}
