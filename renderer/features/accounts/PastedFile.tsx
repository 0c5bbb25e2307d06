import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { CloudKind } from '../../../contract/accounts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'

interface Props {
  kind: CloudKind
  onRead: (values: Record<string, string>) => void
}

/** Fills the form in from a file of the cloud's own tools. The text is read once and not kept. */
export function PastedFile({ kind, onRead }: Props) {
  const [text, setText] = useState<string | null>(null)
  const read = useMutation(api.accounts.readPasted.mutationOptions())
  const close = () => {
    setText(null)
    read.reset()
  }
  if (text === null) {
    return (
      <div>
        <Button variant="default" onClick={() => setText('')}>
          Paste openrc or clouds.yaml…
        </Button>
      </div>
    )
  }
  const submit = () =>
    read.mutate(
      { kind, text },
      {
        onSuccess: (values) => {
          onRead(values)
          close()
        },
      },
    )
  return (
    <Stack gap="sm">
      <Textarea
        label="Text of openrc or clouds.yaml"
        description="As the cloud's console hands it out. It fills in the fields below, and is not kept."
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        autoComplete="off"
        value={text}
        classNames={{ input: 'lk-mono' }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {read.error !== null && <ErrorMessage problem={errorInfo(read.error)} />}
      <Group gap="sm">
        <Button loading={read.isPending} disabled={text.trim() === ''} onClick={submit}>
          Fill in the form
        </Button>
        <Button variant="default" onClick={close}>
          Close
        </Button>
      </Group>
    </Stack>
  )
}
