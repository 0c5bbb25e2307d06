import { Affix, Button, CloseButton, Group, Paper } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Answer, Question } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { numberText } from '../../ui/number-text.js'
import classes from './questions.module.css'

type Announced = Extract<Question, { kind: 'host-keys-announced' }>

/** A connected host has other keys than the known ones: in a corner, since nothing waits for the answer. */
export function AnnouncedKeys({ question }: { question: Announced }) {
  const { instanceName, host, added, retired } = question
  const answer = useMutation(api.questions.answer.mutationOptions())
  const reply = (given: Answer) => answer.mutate({ id: question.id, answer: given })
  return (
    <Affix position={{ top: 64, right: 16 }}>
      <Paper
        className={classes.announced}
        component="section"
        aria-label={say`Announced host keys`}
        withBorder
        shadow="md"
      >
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <strong role="status">{announcement(question)}</strong>
          <CloseButton aria-label={say`Ask again next time`} onClick={() => reply({ kind: 'no' })} />
        </Group>
        <p className={classes.text}>
          {say`${instanceName} (${host}) said so on a connection that it proved with a known key. Admins do this before they change a host key, so that nobody is alarmed.`}
        </p>
        <Keys title={say`To be trusted too`} keys={added} />
        <Keys title={say`To be forgotten`} keys={retired} />
        {answer.error !== null && <ErrorMessage problem={errorInfo(answer.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reply({ kind: 'never' })}>
            {say`Keep what is known`}
          </Button>
          <Button onClick={() => reply({ kind: 'trust' })}>{say`Update known hosts`}</Button>
        </Group>
      </Paper>
    </Affix>
  )
}

function Keys({ title, keys }: { title: string; keys: Announced['added'] }) {
  if (keys.length === 0) return null
  return (
    <div>
      <div className={classes.dim}>{title}</div>
      {keys.map(({ algorithm, fingerprint }) => (
        <div key={fingerprint}>
          {algorithm} <Fingerprint value={fingerprint} />
        </div>
      ))}
    </div>
  )
}

function announcement({ instanceName, added, retired }: Announced): string {
  const keys = (count: number) => (count === 1 ? say`host key` : say`host keys`)
  const more = say`announced ${numberText(added.length)} further ${keys(added.length)}`
  const less = say`no longer has ${numberText(retired.length)} known ${keys(retired.length)}`
  const both = [...(added.length > 0 ? [more] : []), ...(retired.length > 0 ? [less] : [])]
  return `${instanceName} ${both.join(' and ')}`
}
