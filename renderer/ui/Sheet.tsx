import { Button, Group, Stack } from '@mantine/core'
import type { ComponentProps, FormEvent, ReactNode } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { inEnglish } from '../../contract/words/said.js'
import { say } from '../../contract/words/say.js'
import { Dialog } from './Dialog.js'
import { ErrorMessage } from './ErrorMessage.js'
import classes from './Sheet.module.css'

interface Props {
  title: string
  /** The word on the button. */
  verb: string
  danger?: boolean
  busy?: boolean
  disabled?: boolean
  /** Nothing is left to cancel: only the button with the verb stays. */
  done?: boolean
  /** The word on the button that closes. */
  closeWord?: string
  problem?: ErrorInfo | undefined
  /** What came of a trial, brought into view. */
  result?: ReactNode
  size?: number
  /** Beside the buttons, at the left. */
  aside?: ReactNode
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A small form over the window. Mount it to open it. What was typed stays after a failed submit. */
export function Sheet({
  title,
  verb,
  danger = false,
  busy = false,
  disabled = false,
  done = false,
  closeWord = say`Cancel`,
  problem,
  size = 480,
  ...rest
}: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && !disabled) rest.onSubmit()
  }
  return (
    <Dialog title={title} size={size} onClose={rest.onClose} closeOnClickOutside={false}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          {rest.children}
          {problem !== undefined && <SheetProblem problem={problem} />}
          {rest.result && (
            <div ref={intoView} className={classes.news}>
              {rest.result}
            </div>
          )}
          <SheetFooter aside={rest.aside}>
            {!done && (
              <Button variant="default" onClick={rest.onClose}>
                {closeWord}
              </Button>
            )}
            <Button type="submit" loading={busy} disabled={disabled} color={danger ? 'red' : 'accent'}>
              {verb}
            </Button>
          </SheetFooter>
        </Stack>
      </form>
    </Dialog>
  )
}

/** The buttons of a sheet: in sight also where the window is too low for the whole sheet. */
export function SheetFooter({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm" className={classes.footer}>
      <div>{aside}</div>
      <Group gap="sm">{children}</Group>
    </Group>
  )
}

/** A failure, brought into view: below the fold it would look as if nothing had happened. */
export function SheetProblem(props: ComponentProps<typeof ErrorMessage>) {
  return (
    <div ref={intoView} key={inEnglish(props.problem.message)} className={classes.news}>
      <ErrorMessage {...props} />
    </div>
  )
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
