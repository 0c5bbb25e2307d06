import { Button, Group, Stack } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TextFile } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { desktop } from '../../api/desktop-port.js'
import { errorInfo } from '../../api/errors.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { SheetFooter, SheetProblem } from '../../ui/Sheet.js'
import type { DialogProps } from './dialog-props.js'
import { Editor } from './Editor.js'
import classes from './files.module.css'

interface Props extends DialogProps {
  path: string
  shown: string
}

/** Reads a text file of an instance, has it edited, and saves it where nobody has changed it meanwhile. */
export function TextDialog({ instanceId, instanceName, path, shown, onChanged, onClose }: Props) {
  const [round, setRound] = useState(0)
  const [dirty, setDirty] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const reading = useQuery({
    queryKey: ['text-file', instanceId, path, round],
    queryFn: ({ signal }) => rpc.files.readText({ instanceId, path }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // What was read is not kept: the next time it is another text.
    gcTime: 0,
  })
  useWindowEvent('beforeunload', (event) => {
    if (desktop === undefined && dirty) event.preventDefault()
  })
  const close = () => (dirty ? setLeaving(true) : onClose())
  return (
    <>
      <Dialog title={say`${shown} on ${instanceName}`} size={960} onClose={close} closeOnClickOutside={false}>
        {reading.error !== null && (
          <ErrorMessage problem={errorInfo(reading.error)} onRetry={() => void reading.refetch()} />
        )}
        {reading.isPending && <p className={classes.dim}>{say`Reading the file`}</p>}
        {reading.data !== undefined && (
          <TextEditing
            key={round}
            instanceId={instanceId}
            file={reading.data}
            onDirty={setDirty}
            onSaved={() => onChanged()}
            onReadAgain={() => {
              setDirty(false)
              setRound((before) => before + 1)
            }}
            onClose={close}
          />
        )}
      </Dialog>
      {leaving && (
        <ConfirmSheet
          title={say`Leave ${shown} without saving?`}
          consequences={[say`What you changed in it since it was last saved is lost.`]}
          verb={say`Leave without saving`}
          stay={say`Go on editing`}
          danger
          onConfirm={async () => onClose()}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  )
}

interface EditingProps {
  instanceId: string
  file: TextFile
  onDirty: (dirty: boolean) => void
  onSaved: () => void
  onReadAgain: () => void
  onClose: () => void
}

function TextEditing({ instanceId, file, onDirty, onSaved, onReadAgain, onClose }: EditingProps) {
  const [saved, setSaved] = useState(file)
  const [text, setText] = useState(file.text)
  const save = useMutation({
    mutationFn: (sent: Pick<TextFile, 'text'> & { version: string | null }) =>
      rpc.files.saveText({
        ...{ instanceId, path: saved.path, bom: saved.bom, ...sent },
        lineEnds: saved.lineEnds === 'crlf' ? 'crlf' : 'lf',
      }),
    // Runs as the last rendering has it, whose text may have gone on meanwhile.
    onSuccess: (now, sent) => {
      setSaved({ ...now, text: sent.text })
      onDirty(text !== sent.text)
      onSaved()
    },
  })
  // A text field would make a line end of it.
  const odd = file.text.includes('\r')
  const readOnly = odd || file.writable === false
  const dirty = text !== saved.text
  const problem = save.error === null ? undefined : errorInfo(save.error)
  const onSave = () => dirty && !readOnly && !save.isPending && save.mutate({ text, version: saved.version })
  return (
    <Stack gap="sm">
      {odd && (
        <Notice>
          {say`It holds carriage returns within its lines, which would be lost here. It can be read only.`}
        </Notice>
      )}
      {!odd && readOnly && <Notice>{say`You may not write this file. It can be read only.`}</Notice>}
      {file.lineEnds === 'mixed' && (
        <Notice tone="warn">{say`Its lines end in two ways. Saved, all end with a line feed alone.`}</Notice>
      )}
      <Editor
        text={text}
        readOnly={readOnly}
        onChange={(next) => {
          setText(next)
          onDirty(next !== saved.text)
        }}
        onSave={onSave}
      />
      {problem !== undefined && (
        <SheetProblem
          problem={problem}
          onRetry={problem.code === 'remote-changed' ? () => save.mutate({ text, version: null }) : onSave}
          retryLabel={problem.code === 'remote-changed' ? say`Save mine in its place` : say`Save again`}
        />
      )}
      <SheetFooter aside={<span className={classes.dim}>{factsText(saved, dirty, save.isSuccess)}</span>}>
        <Group gap="sm">
          {problem?.code === 'remote-changed' && (
            <Button variant="default" onClick={onReadAgain}>
              {say`Give up mine and read it again`}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {say`Close`}
          </Button>
          <Button disabled={!dirty || readOnly} loading={save.isPending} onClick={onSave}>
            {say`Save`}
          </Button>
        </Group>
      </SheetFooter>
    </Stack>
  )
}

function factsText({ lineEnds, bom }: TextFile, dirty: boolean, wasSaved: boolean): string {
  const state = dirty ? say`Not saved` : wasSaved ? say`Saved` : say`As on the server`
  return [state, bom ? say`UTF-8 with byte order mark` : 'UTF-8', lineEnds === 'crlf' && 'CRLF']
    .filter(Boolean)
    .join(' · ')
}
