import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import type { FieldsProps } from './connection-form.js'

/** What a session begins with. */
export function StartFields({ form, problems, set }: FieldsProps) {
  const { startUp } = form
  return (
    <Stack gap="sm" mt="xs">
      <TextInput
        label="Start-up command"
        description="Typed into the shell once it is there. Put no password into it: it is kept as it stands."
        placeholder="tmux new-session -A -s main"
        value={startUp.command}
        error={problems.startUp}
        onChange={(event) => set({ startUp: { ...startUp, command: event.currentTarget.value } })}
        autoComplete="off"
        spellCheck={false}
      />
      <Checkbox
        label="Run it in place of the shell"
        description="The session ends with it."
        checked={startUp.instead}
        disabled={startUp.command.trim() === ''}
        onChange={(event) => set({ startUp: { ...startUp, instead: event.currentTarget.checked } })}
      />
      <Textarea
        label="Environment"
        description="NAME=value, one a line. A server takes only names after AcceptEnv in its sshd_config, often LANG and LC_*, and does not say what it refuses. COLORTERM=truecolor is sent by itself; so is your own language (else C.UTF-8) unless LANG or LC_* stand here."
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
