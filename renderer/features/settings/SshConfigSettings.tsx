import { Button, Code, Group, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'
import { SettingsGroup } from './SettingsGroup.js'
import classes from './settings.module.css'

/** The file for the user's own `ssh`, and its line in `~/.ssh/config`. */
export function SshConfigSettings() {
  const client = useQueryClient()
  const status = useQuery({ ...api.sshConfig.status.queryOptions(), staleTime: 0 })
  const onSuccess = () => client.invalidateQueries({ queryKey: api.sshConfig.key() })
  const setOn = useMutation(api.sshConfig.setOn.mutationOptions({ onSuccess }))
  const setIncluded = useMutation(api.sshConfig.setIncluded.mutationOptions({ onSuccess }))
  const [asked, setAsked] = useState(false)
  const failure = status.error ?? setOn.error
  const problem = failure === null ? status.data?.problem : errorInfo(failure)
  if (status.data === undefined) return problem ? <ErrorMessage problem={problem} /> : null
  const { on, path, entries, left, user, line } = status.data
  return (
    <SettingsGroup title={say`Plain ssh`}>
      <Stack gap="sm">
        <Switch
          label={say`Keep a configuration for ssh on the command line`}
          description={say`A Host for each bound instance in ${path}, which offers its bound key alone. ssh asks its agent for the private half, and Latchkey is no agent yet: export the key and add it with ssh-add.`}
          checked={on}
          disabled={setOn.isPending}
          onChange={(event) => setOn.mutate({ on: event.currentTarget.checked })}
        />
        {on && (
          <span className={classes.dim}>
            {entries.length === 0
              ? say`No instance is bound.`
              : say`ssh knows ${entries.map(({ alias }) => alias).join(', ')}.`}
            {left.map(({ name, why }) => ` ${say`${name} is not in it: ${hear(why)}`}`).join('')}
          </span>
        )}
        {(on || user.included) && (
          <Group gap="sm">
            <Button variant="default" onClick={() => setAsked(true)}>
              {user.included ? say`Take the line out of ${user.path}…` : say`Put its line into ${user.path}…`}
            </Button>
          </Group>
        )}
        {problem && <ErrorMessage problem={problem} />}
      </Stack>
      {asked && (
        <ConfirmSheet
          title={user.included ? say`Take the line out of ${user.path}?` : say`Put a line into ${user.path}?`}
          consequences={[
            user.included
              ? say`The line below is taken out.`
              : say`The line below is put at the begin, so that it counts for every host.`,
            say`Nothing else in the file changes. What it holds now is kept as ${user.backupPath}.`,
          ]}
          verb={user.included ? say`Take out` : say`Put in`}
          onConfirm={() => setIncluded.mutateAsync({ included: !user.included })}
          onClose={() => setAsked(false)}
        >
          <Code block>{line}</Code>
        </ConfirmSheet>
      )}
    </SettingsGroup>
  )
}
