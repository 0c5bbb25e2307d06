import { Button, Group, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { CloudKind } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Consequences } from '../../ui/Consequences.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'

interface Props {
  kind: CloudKind
  onRead: (values: Record<string, string>) => void
}

/** Fills the form in from a file of the cloud's own tools. The text is read once and not kept. */
export function PastedFile({ kind, onRead }: Props) {
  const [text, setText] = useState<string | null>(null)
  const [notes, setNotes] = useState<string[]>([])
  /** Of a file with several clouds; none is chosen at first. */
  const [clouds, setClouds] = useState<string[]>([])
  const [cloud, setCloud] = useState('')
  const read = useMutation(api.accounts.readPasted.mutationOptions())
  const type = (typed: string | null) => {
    setText(typed)
    setClouds([])
    setCloud('')
    read.reset()
  }
  const close = () => type(null)
  if (text === null) {
    return (
      <div>
        <Button variant="default" onClick={() => setText('')}>
          {say`Paste openrc or clouds.yaml…`}
        </Button>
        <div role="status">{notes.length > 0 && <Consequences sentences={notes} />}</div>
      </div>
    )
  }
  const submit = () =>
    read.mutate(
      { kind, text, ...(cloud !== '' && { cloud }) },
      {
        onSuccess: ({ values, notes, clouds: several }) => {
          if (several !== undefined) return setClouds(several)
          onRead(values)
          setNotes(notes.map(hear))
          close()
        },
      },
    )
  return (
    <Stack gap="sm">
      <Textarea
        label={say`Text of openrc or clouds.yaml`}
        description={say`As the cloud's console hands it out. It fills in the fields below, and is not kept.`}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        autoComplete="off"
        value={text}
        classNames={{ input: 'lk-mono' }}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {clouds.length > 0 && (
        <NativeSelect
          label={say`Which cloud of the file is it?`}
          description={say`An account is for one of them. Add an account for each.`}
          data={[{ value: '', label: say`Choose one` }, ...clouds]}
          value={cloud}
          onChange={(event) => {
            setCloud(event.currentTarget.value)
            read.reset()
          }}
        />
      )}
      {read.error !== null && <ErrorMessage problem={errorInfo(read.error)} />}
      <Group gap="sm">
        <Button
          loading={read.isPending}
          disabled={text.trim() === '' || (clouds.length > 0 && cloud === '')}
          data-submits
          onClick={submit}
        >
          {say`Fill in the form`}
        </Button>
        <Button variant="default" onClick={close}>
          {say`Close`}
        </Button>
      </Group>
    </Stack>
  )
}
