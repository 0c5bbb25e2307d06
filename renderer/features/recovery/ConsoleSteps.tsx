import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecoveryGuide, RecoveryProof } from '../../../contract/recovery.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import toned from '../../ui/tones.module.css'
import { hear } from '../../words/language.js'
import bindClasses from '../bindings/bindings.module.css'
import { openTerminal } from '../sessions/sessions.js'
import { OpenConsole } from './OpenConsole.js'
import classes from './recovery.module.css'

interface Props {
  guide: RecoveryGuide
  keyId: string
  user: string
  onClose: () => void
}

/** What is done by hand at the screen of the instance, and then the proof. */
export function ConsoleSteps({ guide, keyId, user, onClose }: Props) {
  const { instanceId, instanceName, console: screen } = guide
  const input = { instanceId, keyId, user }
  const lines = useQuery({
    ...api.recovery.lines.queryOptions({ input }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [by, setBy] = useState<'password' | 'boot'>('password')
  const client = useQueryClient()
  const prove = useMutation(
    api.recovery.prove.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: api.instances.list.key() }),
    }),
  )
  const text = by === 'password' ? lines.data?.shell : lines.data?.boot
  const isProven = prove.data?.proven === true
  const connect = () => {
    onClose()
    openTerminal({ instanceId, instanceName })
  }
  return (
    <Stack gap="md">
      <Step number={1} title={say`Open the screen of the instance`}>
        {screen.hasAddress && <OpenConsole instanceId={instanceId} />}
        {screen.whyNoAddress !== null && <p>{hear(screen.whyNoAddress)}</p>}
        <p>{hear(screen.place)}</p>
      </Step>
      <Step number={2} title={say`Get to a shell there`}>
        <SegmentedControl
          aria-label={say`How to get to a shell`}
          size="xs"
          value={by}
          onChange={(value) => setBy(value as 'password' | 'boot')}
          data={[
            { value: 'password', label: say`With a password` },
            { value: 'boot', label: say`Without a password` },
          ]}
        />
        <ol className={classes.list}>
          {(by === 'password' ? (lines.data?.withPassword ?? []) : screen.withoutPassword)
            .map(hear)
            .map((step) => (
              <li key={step}>{step}</li>
            ))}
        </ol>
      </Step>
      <Step number={3} title={say`Paste these lines: they let the key in as ${user}`}>
        {lines.error !== null && (
          <ErrorMessage problem={errorInfo(lines.error)} onRetry={() => void lines.refetch()} />
        )}
        {lines.isPending && <StatusDot tone="busy">{say`Pushing the public key to the account`}</StatusDot>}
        {text !== undefined && (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
            <pre className={classes.lines} tabIndex={0}>
              {text}
            </pre>
            <Group gap="sm">
              <CopyButton words label={say`Copy the lines`} value={`${text}\n`} />
            </Group>
            {screen.noPasting !== null && <p>{hear(screen.noPasting)}</p>}
            {lines.data?.problem != null && (
              <p className={classes.dim}>
                {say`The key is not on the account: ${hear(lines.data.problem.message)} The lines work all the same.`}
              </p>
            )}
            {by === 'boot' && screen.afterwards.map(hear).map((sentence) => <p key={sentence}>{sentence}</p>)}
          </>
        )}
      </Step>
      <Step number={4} title={say`Prove it`}>
        {prove.data !== undefined && <Outcome proof={prove.data} />}
        {prove.error !== null && <ErrorMessage problem={errorInfo(prove.error)} />}
        {prove.isPending && (
          <p role="status">{say`Logging in. While nothing answers SSH, this waits for up to three minutes.`}</p>
        )}
      </Step>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say`Close`}
        </Button>
        {isProven ? (
          <Button onClick={connect} autoFocus>
            {say`Connect`}
          </Button>
        ) : (
          <Button disabled={text === undefined} loading={prove.isPending} onClick={() => prove.mutate(input)}>
            {say`Prove the login`}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

interface StepProps {
  number: number
  title: string
  children: React.ReactNode
}

function Step({ number, title, children }: StepProps) {
  return (
    <section aria-label={title} className={classes.step}>
      <h3 className={classes.title}>
        {number}. {title}
      </h3>
      <Stack gap="xs">{children}</Stack>
    </section>
  )
}

function Outcome({ proof: { proven, message, advice, problem } }: { proof: RecoveryProof }) {
  const seen = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'center' })
  return (
    <div
      ref={seen}
      className={`${bindClasses.result} ${toned.toned}`}
      data-tone={proven ? 'ok' : 'warn'}
      role="alert"
    >
      <strong>{hear(message)}</strong>
      {advice !== null && <span>{hear(advice)}</span>}
      {problem !== null && problem.message !== message && <span>{hear(problem.message)}</span>}
    </div>
  )
}
