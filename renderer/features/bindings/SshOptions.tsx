import { Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import type { KeyOptions } from '../../../contract/bindings.js'
import classes from './bindings.module.css'
import type { BindHow } from './binds.js'

interface Props {
  how: BindHow
  onChange(how: BindHow): void
}

/** What few need: another user to log in as, and limits for the key. A field counts when it is left. */
export function SshOptions({ how, onChange }: Props) {
  const { options = {}, login } = how
  const limit = (next: KeyOptions) => onChange({ ...how, options: next })
  const [from, setFrom] = useState(options.from?.join(', ') ?? '')
  const [user, setUser] = useState(login?.user ?? '')
  const isUser = user.trim() === '' || LoginUser.safeParse(user).success
  const leaveUser = () => {
    if (login === undefined || !isUser) return
    const { user: _before, ...rest } = login
    onChange({ ...how, login: user.trim() === '' ? rest : { ...rest, user: user.trim() } })
  }
  const leaveFrom = () => {
    const { from: _before, ...rest } = options
    const patterns = from.split(/[\s,]+/).filter((pattern) => pattern !== '')
    limit(patterns.length === 0 ? rest : { ...rest, from: patterns })
  }
  return (
    <details className={classes.more}>
      <summary>Another login user, limits of the key</summary>
      <Stack gap="sm">
        <Group gap="md" grow align="flex-start">
          <TextInput
            label="Log in as"
            description="Another user, who becomes the login user by sudo. Empty: the login user."
            value={user}
            error={isUser ? undefined : 'This can not be a login user.'}
            onChange={(event) => setUser(event.currentTarget.value)}
            onBlur={leaveUser}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
          />
          <TextInput
            label="Only from"
            description="Addresses, networks or names, with commas. Empty: from everywhere."
            placeholder="203.0.113.0/24"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            onBlur={leaveFrom}
            autoComplete="off"
            spellCheck={false}
          />
        </Group>
        <Group gap="md" grow align="flex-start">
          <TextInput
            type="date"
            label="Last day"
            description="By the server’s clock. Empty: for ever."
            value={options.lastDay ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { lastDay: _before, ...rest } = options
              limit(value === '' ? rest : { ...rest, lastDay: value })
            }}
          />
          <Checkbox
            label="No forwarding"
            description="The key opens a terminal and runs commands, but forwards no ports, agent or X11."
            checked={options.restrict ?? false}
            onChange={(event) => limit({ ...options, restrict: event.currentTarget.checked })}
          />
        </Group>
      </Stack>
    </details>
  )
}
