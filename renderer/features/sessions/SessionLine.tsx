import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { detailsText } from '../../ui/ErrorMessage.js'
import { ShortFingerprint } from '../../ui/KeyLabel.js'
import { phaseLines } from './phases.js'
import classes from './SessionPane.module.css'
import { closeTab, reconnect } from './sessions.js'
import { exitSentence, type Tab, tabState } from './tabs.js'

/** What is true of a tab's session now, in one line. */
export function SessionLine({ tab }: { tab: Tab }) {
  const { session } = tab
  const state = tabState(tab)
  const problem = tab.problem ?? session?.problem ?? null
  if (state === 'lost' && problem !== null) return <LostLine tab={tab} problem={problem} />
  if (session === null || state === 'connecting') return <ConnectingLine tab={tab} />
  if (state === 'open') return <OpenLine session={session} />
  return (
    <Line tone="idle" actions={<AgainButtons tab={tab} />}>
      <span role="status">{exitSentence(session.exit)}</span>
    </Line>
  )
}

function Line({ tone, actions, children }: { tone?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.line} data-tone={tone}>
      <div className={classes.words}>{children}</div>
      <div className={classes.actions}>{actions}</div>
    </div>
  )
}

function ConnectingLine({ tab }: { tab: Tab }) {
  const running = phaseLines(tab.session?.phase ?? null).find(({ state }) => state === 'running')
  const cancel = (
    <Button h={24} px="sm" variant="default" onClick={() => closeTab(tab.id)}>
      Cancel
    </Button>
  )
  return (
    <Line actions={cancel}>
      Connecting to {tab.session?.target ?? tab.target.instanceName}
      {running !== undefined && <span className={classes.dim}> · {running.label}</span>}
    </Line>
  )
}

function OpenLine({ session }: { session: SessionStatus }) {
  const keys = useQuery(api.keys.list.queryOptions())
  const used = keys.data?.find(({ fingerprint }) => fingerprint === session.authenticatedWith)
  return (
    <Line actions={<span className={classes.dim}>Ctrl+F6 leaves the terminal</span>}>
      <div className={classes.facts}>
        <span>{session.target}</span>
        {session.authenticatedWith !== null && (
          <span>
            <span className={classes.dim}>opened with the key</span> {used?.name}{' '}
            <ShortFingerprint value={session.authenticatedWith} />
          </span>
        )}
        {session.hostKey !== null && (
          <span>
            <span className={classes.dim}>host key</span> <ShortFingerprint value={session.hostKey} />
          </span>
        )}
      </div>
    </Line>
  )
}

function LostLine({ tab, problem }: { tab: Tab; problem: ErrorInfo }) {
  const actions = (
    <>
      <CopyButton label="Copy details" value={detailsText(problem)} />
      <AgainButtons tab={tab} />
    </>
  )
  return (
    <Line tone="danger" actions={actions}>
      <span role="alert">
        <span className={classes.strong}>{problem.message}</span> {problem.advice}
      </span>
    </Line>
  )
}

function AgainButtons({ tab }: { tab: Tab }) {
  return (
    <>
      <Button h={24} px="sm" onClick={() => reconnect(tab.id)}>
        {tab.wasOpen ? 'Reconnect' : 'Connect again'}
      </Button>
      <Button h={24} px="sm" variant="default" onClick={() => closeTab(tab.id)}>
        Close
      </Button>
    </>
  )
}
