import { Button, Group } from '@mantine/core'
import type { Forward } from '../../../contract/forwards.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { byteText } from '../../ui/byte-text.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { numberText } from '../../ui/number-text.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import classes from '../instances/instances.module.css'
import { openForwardDialog } from './forward-dialogs.js'
import {
  addressOf,
  exposure,
  promise,
  routeText,
  runs,
  stateWords,
  webAddress,
  whenText,
} from './forward-words.js'

interface Props {
  forward: Forward
  onAct: () => void
  onDelete: () => void
  onClose: () => void
}

/** Everything of a forward: what it does, how it goes, and why not. */
export function ForwardDetails({ forward, onAct, onDelete, onClose }: Props) {
  const { options, instanceName, connections, bytes, problem, lastRefusal, over } = forward
  const { tone, word } = stateWords(forward)
  const address = addressOf(forward)
  const open = exposure(options, instanceName)
  return (
    <DetailsPanel title={options.name || routeText(forward)} onClose={onClose}>
      <Group gap="sm" data-actions>
        <Button onClick={onAct} variant={runs(forward) ? 'default' : 'filled'}>
          {runs(forward) ? say`Stop` : say`Start`}
        </Button>
        {webAddress(forward) !== null && (
          <Button variant="default" onClick={() => openForwardDialog({ kind: 'browse', forward })}>
            {say`Open in browser…`}
          </Button>
        )}
        <Button variant="default" onClick={() => openForwardDialog({ kind: 'edit', forward })}>
          {say`Edit…`}
        </Button>
        <Button variant="default" onClick={onDelete}>
          {runs(forward) ? say`Delete…` : say`Delete`}
        </Button>
      </Group>
      {problem !== null && <ErrorMessage problem={problem} />}
      {open !== null && <Notice tone="warn">{open}</Notice>}
      <Fact label={say`State`}>
        <StatusDot tone={tone}>{word}</StatusDot>
        {forward.state === 'waiting' && (
          <span className={classes.dim}> {say`connects again ${whenText(forward.retryAt)}`}</span>
        )}
      </Fact>
      <Fact label={say`What it does`}>{promise(forward)}</Fact>
      {address !== null && (
        <Fact label={say`Address`}>
          <span className={classes.mono}>{address}</span>
          <CopyButton value={address} label={say`Copy ${address}`} />
        </Fact>
      )}
      <Fact label={say`Instance`}>
        {instanceName}
        {over !== null && <span className={classes.dim}> {say`as ${over}`}</span>}
      </Fact>
      <Fact label={say`Connections`}>
        {connections.refused === 0
          ? say`${numberText(connections.open)} open, ${numberText(connections.total)} in all`
          : say`${numberText(connections.open)} open, ${numberText(connections.total)} in all, ${numberText(connections.refused)} could not be made`}
      </Fact>
      {lastRefusal !== null && (
        <Fact label={say`Last that could not be made`}>
          {hear(lastRefusal.message)} <span className={classes.dim}>{timeText(lastRefusal.at)}</span>
        </Fact>
      )}
      <Fact label={say`To this computer`}>{byteText(bytes.in)}</Fact>
      <Fact label={say`From this computer`}>{byteText(bytes.out)}</Fact>
      <Fact label={say`Starts`}>
        {options.withSession ? say`with the first terminal` : say`when you start it`}
      </Fact>
      <Fact label={say`When the connection is lost`}>
        {options.keepUp ? say`connects again by itself` : say`stays off`}
      </Fact>
    </DetailsPanel>
  )
}
