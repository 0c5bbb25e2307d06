import { Button, Stack } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Answer, Question } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SheetFooter } from '../../ui/Sheet.js'
import { countdown } from './host-key-file.js'
import classes from './questions.module.css'

interface Props {
  question: Question
  title: string
  verb: string
  danger?: boolean
  /** It has fields to type into, which get the keyboard first. */
  typing?: boolean
  /** What the verb answers; null while it can't be said yet. */
  yes: Answer | null
  children: ReactNode
}

/** A question whose every way out but one means no: Escape, the cross, the time. */
export function QuestionModal({
  question,
  title,
  verb,
  danger = false,
  typing = false,
  yes,
  children,
}: Props) {
  const answer = useMutation(api.questions.answer.mutationOptions())
  const reply = (given: Answer) => answer.mutate({ id: question.id, answer: given })
  const no = () => reply({ kind: 'no' })
  return (
    <Dialog size="lg" title={title} onClose={no} closeButtonProps={{ 'aria-label': say`Do not connect` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (yes !== null) reply(yes)
        }}
      >
        <Stack gap="md">
          {children}
          {answer.error !== null && <ErrorMessage problem={errorInfo(answer.error)} />}
          <SheetFooter aside={<TimeLeft until={question.expiresAt} />}>
            <Button variant="default" onClick={no} {...(!typing && { 'data-autofocus': true })}>
              {say`Do not connect`}
            </Button>
            <Button type="submit" disabled={yes === null} color={danger ? 'red' : 'accent'}>
              {verb}
            </Button>
          </SheetFooter>
        </Stack>
      </form>
    </Dialog>
  )
}

function TimeLeft({ until }: { until: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  return (
    <span className={classes.time} role="timer">
      {say`No answer in ${countdown(Date.parse(until) - now)} means no.`}
    </span>
  )
}
