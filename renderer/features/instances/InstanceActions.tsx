import { Autocomplete, Button, Group } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { MoreButton } from '../../terminal/MoreButton.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { openFiles } from '../files/files-store.js'
import { bindTo, connectTo } from './actions.js'
import { mainAction, usersOffered } from './instance-words.js'
import classes from './instances.module.css'
import { RowMenu } from './RowMenu.js'
import type { InstanceRow } from './rows.js'

/** In the details of an instance: what is done most, as whom, and a menu with the rest. */
export function InstanceActions({ row, binding }: { row: InstanceRow; binding: boolean }) {
  const { instance, disabled } = row
  const [user, setUser] = useState(instance.user)
  const userId = useId()
  const action = mainAction(instance, disabled)
  const chosen = user.trim()
  const connects = action.kind === 'connect' && chosen !== ''
  const submit = (event: FormEvent) => {
    if (event.target !== event.currentTarget) return // of a sheet: for React a dialog is a child of the form that opens it
    event.preventDefault()
    if (connects) connectTo(instance, chosen === instance.user ? undefined : chosen)
  }
  return (
    <form onSubmit={submit}>
      <Group gap="sm" mb="sm">
        <Button type="submit" disabled={!connects}>
          {say`Connect`}
        </Button>
        <Button
          variant="default"
          disabled={action.kind !== 'connect'}
          onClick={() => openFiles({ instanceId: instance.id, instanceName: instance.name })}
        >
          {say`Browse files`}
        </Button>
        <Button
          variant={action.kind === 'bind' ? 'filled' : 'default'}
          disabled={disabled || instance.state === 'gone'}
          onClick={() => bindTo(instance, chosen === '' ? instance.user : chosen)}
        >
          {say`Bind…`}
        </Button>
        <MoreButton
          menu={(at, onClose) => <RowMenu row={row} binding={binding} at={at} onClose={onClose} />}
        />
      </Group>
      <Fact label={<label htmlFor={userId}>{say`Login user`}</label>}>
        <Autocomplete
          id={userId}
          size="xs"
          data={usersOffered([instance.user, ...instance.userGuesses], user)}
          value={user}
          onChange={setUser}
          maxLength={64}
          filter={({ options }) => options}
          autoComplete="off"
          spellCheck={false}
        />
      </Fact>
      {action.kind === 'none' && <p className={classes.dim}>{action.reason}</p>}
      {action.kind === 'bind' && (
        <p className={classes.dim}>{say`Connect needs a bound key, or another way in under Connection.`}</p>
      )}
    </form>
  )
}
