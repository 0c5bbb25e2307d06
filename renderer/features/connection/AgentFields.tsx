import { Alert, Checkbox, Stack, TextInput } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import type { FieldsProps } from './connection-form.js'

/** Whether programs on the server may use the user's own agent, and where it listens. */
export function AgentFields({
  form,
  problems,
  set,
  systemAgent,
}: FieldsProps & { systemAgent: string | null }) {
  const isUsed = form.ways.agent || form.forwardAgent
  return (
    <Stack gap="sm">
      <Checkbox
        label={say`Forward my own SSH agent`}
        description={say`For going on from there to other servers. The keys of this vault are never forwarded.`}
        checked={form.forwardAgent}
        onChange={(event) => set({ forwardAgent: event.currentTarget.checked })}
      />
      {form.forwardAgent && (
        <Alert color="red" title={say`Whoever is root there can log in as you`}>
          {say`While the session is open, every administrator of that server, and whoever has broken into it, can use all keys of your agent. Forward it only to servers that you trust as this computer.`}
        </Alert>
      )}
      {isUsed && (
        <TextInput
          label={say`Where the agent listens`}
          description={
            systemAgent === null
              ? say`The system names none: a socket, a Windows pipe such as //./pipe/openssh-ssh-agent, or pageant.`
              : say`Empty: where the system says. Else a socket, a Windows pipe, or pageant.`
          }
          placeholder={systemAgent ?? '/run/user/1000/ssh-agent.socket'}
          value={form.agent}
          error={problems.agent}
          onChange={(event) => set({ agent: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Stack>
  )
}
