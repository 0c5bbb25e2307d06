import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { Dialog } from '../../ui/Dialog.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { useGoTo } from '../frame/navigation.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useKeys } from '../keys/key-queries.js'
import { BindPlanView } from './BindPlanView.js'
import { type BindHow, type BindTarget, closeBindSheet } from './binds.js'
import { type KeyChoices, keyChoices } from './key-choices.js'
import { counted } from './many-words.js'

const none: Instance[] = []

/** Chooses what to bind to one instance or many, or to unbind, and says what would happen. Nothing happens before its verb is pressed. */
export function BindSheet({ target }: { target: BindTarget }) {
  const { action, instances } = target
  const all = useInventoryQuery().data?.instances ?? none
  const known = all.filter(({ id }) => instances.some((one) => one.id === id))
  const keys = useKeys().data
  const choices = keys === undefined ? null : keyChoices(target, keys, known)
  const where = instances.length === 1 ? (instances[0]?.name ?? '') : counted(instances.length)
  const title = action === 'unbind' ? say`Unbind a key from ${where}` : say`Bind a key to ${where}`
  return (
    // Grows downwards: centred, it would move under the mouse with each field that comes.
    <Dialog size="lg" title={title} onClose={closeBindSheet} centered={false}>
      {choices?.count === 0 && <NoKey action={action} />}
      {choices !== null && choices.count > 0 && <Choice target={target} choices={choices} known={known} />}
    </Dialog>
  )
}

function NoKey({ action }: Pick<BindTarget, 'action'>) {
  const goTo = useGoTo()
  const create = () => {
    closeBindSheet()
    goTo('keys')
  }
  return (
    <EmptyState action={<Button onClick={create}>{say`Go to Keys`}</Button>}>
      {action === 'bind'
        ? say`There is no active key pair with its private half in the vault. Create or import one first.`
        : say`No key pair of this vault is known to be on them.`}
    </EmptyState>
  )
}

interface ChoiceProps {
  target: BindTarget
  choices: KeyChoices
  known: Instance[]
}

function Choice({ target, choices, known }: ChoiceProps) {
  const isUnbind = target.action === 'unbind'
  const alone = target.instances.length === 1
  const [keyId, setKeyId] = useState(target.keyId ?? choices.only)
  const [how, setHow] = useState<BindHow>(target.how ?? {})
  const [user, setUser] = useState(how.user ?? (alone ? known[0]?.user : undefined) ?? '')
  const [settledUser] = useDebouncedValue(user.trim(), 400)
  const problem = userProblem(user.trim(), alone)
  const choose = (id: string | null) => {
    setKeyId(id)
    const proof = isUnbind && alone ? known[0]?.proven.find((one) => one.keyId === id) : undefined
    if (proof !== undefined) setUser(proof.user)
  }
  return (
    <Stack gap="md">
      <Group gap="md" grow align="flex-start">
        <Select
          label={say`Key pair`}
          placeholder={say`Choose a key pair`}
          data={choices.options}
          value={keyId}
          onChange={choose}
          allowDeselect={false}
          searchable={choices.count > 8}
          openOnFocus={keyId === null}
          data-autofocus
        />
        <TextInput
          label={say`Login user`}
          description={userWords(isUnbind, alone)}
          placeholder={alone ? undefined : say`As proposed for each`}
          value={user}
          error={problem}
          onChange={(event) => setUser(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
      </Group>
      {keyId !== null && userProblem(settledUser, alone) === undefined ? (
        <BindPlanView
          target={{ ...target, keyId }}
          how={{ ...how, user: settledUser === '' ? undefined : settledUser }}
          onHow={setHow}
          settled={settledUser === user.trim()}
        />
      ) : (
        <Group justify="flex-end">
          <Button variant="default" onClick={closeBindSheet}>
            {say`Cancel`}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function userWords(isUnbind: boolean, alone: boolean): string {
  const what = isUnbind
    ? say`Whose authorized_keys the key is taken out of.`
    : say`The user that the key is proven with.`
  return alone ? what : say`${what} The same for all, or empty.`
}

/** For several none need be chosen. */
function userProblem(user: string, alone: boolean): string | undefined {
  return user === '' && !alone ? undefined : wrongWith(LoginUser, user)
}
