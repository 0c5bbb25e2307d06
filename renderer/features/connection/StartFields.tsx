import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import type { FieldsProps } from './connection-form.js'

const EXAMPLE = 'tmux new-session -A -s main'

/** What a session begins with. */
export function StartFields({ form, problems, set }: FieldsProps) {
  const { startUp } = form
  return (
    <Stack gap="sm" mt="xs">
      <TextInput
        label={say`Start-up command`}
        description={say`Typed into the shell once it is there. Put no password into it: it is kept as it stands.`}
        placeholder={EXAMPLE}
        value={startUp.command}
        error={problems.startUp}
        onChange={(event) => set({ startUp: { ...startUp, command: event.currentTarget.value } })}
        autoComplete="off"
        spellCheck={false}
      />
      <Checkbox
        label={say`Run it in place of the shell`}
        description={say`The session ends with it.`}
        checked={startUp.instead}
        disabled={startUp.command.trim() === ''}
        onChange={(event) => set({ startUp: { ...startUp, instead: event.currentTarget.checked } })}
      />
      <Textarea
        label={say`Environment`}
        description={say`NAME=value, one a line. A server takes only names after AcceptEnv in its sshd_config, often LANG and LC_*, and does not say what it refuses. COLORTERM=truecolor is sent by itself; so is your own language (else C.UTF-8) unless LANG or LC_* stand here.`}
        placeholder="LC_ALL=en_GB.UTF-8"
        value={form.environment}
        error={problems.environment}
        onChange={(event) => set({ environment: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
        autoComplete="off"
        spellCheck={false}
      />
    </Stack>
  )
}
