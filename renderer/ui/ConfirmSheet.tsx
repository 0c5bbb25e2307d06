import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'
import { errorInfo } from '../api/errors.js'
import { Consequences } from './Consequences.js'
import { Dialog } from './Dialog.js'
import { ErrorMessage } from './ErrorMessage.js'

interface Props {
  /** The question: "Delete the key pair deploy-2024?" */
  title: string
  /** Plain sentences, gravest first. */
  consequences: string[]
  /** The word on the button: "Stop and bind". */
  verb: string
  danger?: boolean
  /** The word on the button that leaves everything as it is. */
  stay?: string
  /** What must be typed before the button works, and how it is called: `{ text: 'web-1', label: 'Name of the key pair' }`. */
  typed?: { text: string; label: string }
  /** Width in px. */
  size?: number
  children?: ReactNode
  /** The sheet closes when this resolves; a rejection is shown in it. */
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Says what will happen before it does. Mount it to open it. */
export function ConfirmSheet({
  title,
  consequences,
  verb,
  danger = false,
  stay = say`Cancel`,
  typed,
  size,
  children,
  onConfirm,
  onClose,
}: Props) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ErrorInfo>()
  const ready = typed === undefined || text === typed.text

  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setProblem(errorInfo(error))
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} onClose={onClose} {...(size !== undefined && { size })}>
      <form onSubmit={confirm}>
        <Stack gap="md">
          <Consequences sentences={consequences} />
          {children}
          {typed !== undefined && (
            <TextInput
              label={typed.label}
              description={say`Type ${typed.text} to go on.`}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          {problem !== undefined && <ErrorMessage problem={problem} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
              {stay}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!ready}
              color={danger ? 'red' : 'accent'}
              data-autofocus
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
