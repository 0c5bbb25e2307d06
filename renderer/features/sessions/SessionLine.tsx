import { Button } from '@mantine/core'
import { IconBroadcast, IconCornerDownLeft, IconGripVertical } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { detailsText } from '../../ui/details-text.js'
import { Details } from '../../ui/ErrorMessage.js'
import { ShortFingerprint } from '../../ui/KeyLabel.js'
import lists from '../../ui/lists.module.css'
import { hear } from '../../words/language.js'
import { inTurn } from '../connection/in-turn.js'
import { openFiles } from '../files/files-store.js'
import { useIsGone } from '../instances/inventory-query.js'
import { ProductionTag } from '../nameplates/HostMark.js'
import { isProduction } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { toggleReceiver } from './arrange.js'
import { ConnectionRemedy } from './ConnectionRemedy.js'
import { endDrag, startDrag } from './drag.js'
import { HopLine } from './HopLine.js'
import { openedWith } from './opened-with.js'
import { connectsOnEnter, exitSentence, type Pane, paneState } from './panes.js'
import { phaseLines } from './phases.js'
import classes from './SessionPane.module.css'
import { closePane, connectWaiting, reconnect } from './sessions.js'
import { terminalStore } from './terminals.js'

/** What is true of a pane's session now, in one line. */
export function SessionLine({ pane, grip }: { pane: Pane; grip: boolean }) {
  return (
    <div className={classes.top}>
      {grip && <Grip pane={pane} />}
      <HostLabel pane={pane} />
      <State pane={pane} />
      <ReceiverButton pane={pane} />
    </div>
  )
}

/** The name that the user gave to the host, and that it is production. */
function HostLabel({ pane }: { pane: Pane }) {
  const plate = useNameplates().get(pane.target.instanceId)
  if (plate === undefined || (plate.name === '' && !isProduction(plate))) return null
  return (
    <div className={classes.host}>
      {plate.name !== '' && <span className={classes.own}>{plate.name}</span>}
      <ProductionTag plate={plate} />
    </div>
  )
}

function State({ pane }: { pane: Pane }) {
  const { session } = pane
  const state = paneState(pane)
  if (state === 'waiting') return <WaitingLine pane={pane} />
  const problem = pane.problem ?? session?.problem ?? null
  if (state === 'lost' && problem !== null) return <LostLine pane={pane} problem={problem} />
  if (session === null || state === 'connecting') return <ConnectingLine pane={pane} />
  if (state === 'open') return <OpenLine pane={pane} session={session} />
  return (
    <Line tone="idle" actions={<AgainButtons pane={pane} />}>
      <span role="status">{exitSentence(session.exit)}</span>{' '}
      {connectsOnEnter(pane) && <span className={classes.dim}>{say`Press Enter to connect again.`}</span>}
    </Line>
  )
}

/** Takes the pane somewhere else. The menu of the terminals has the same for the keyboard. */
function Grip({ pane }: { pane: Pane }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classes.grip}
      title={say`Drag the pane of ${pane.target.instanceName} to an edge of another, or to the tabs`}
      draggable
      onDragStart={(event) => startDrag(event, { kind: 'pane', id: pane.id })}
      onDragEnd={endDrag}
    >
      <IconGripVertical size={14} aria-hidden />
    </div>
  )
}

/** While what is typed goes to several panes: whether this is one of them. */
function ReceiverButton({ pane }: { pane: Pane }) {
  const { receivers } = useStore(terminalStore)
  if (receivers.length === 0) return null
  const receives = receivers.includes(pane.id)
  return (
    <button
      type="button"
      className={classes.receiver}
      aria-pressed={receives}
      title={receives ? say`Take this pane out` : say`Type in this pane too`}
      onClick={() => toggleReceiver(pane.id)}
    >
      <IconBroadcast size={14} aria-hidden />
      <span>{receives ? say`Gets what you type` : say`Left out`}</span>
    </button>
  )
}

function WaitingLine({ pane }: { pane: Pane }) {
  const gone = useIsGone(pane.target.instanceId)
  const { instanceName, user } = pane.target
  const { panes } = useStore(terminalStore)
  const waiting = panes.filter((other) => paneState(other) === 'waiting').length
  const actions = (
    <>
      {!gone && (
        <Button h={24} px="sm" onClick={() => reconnect(pane.id)}>
          {say`Connect`}
        </Button>
      )}
      {waiting > 1 && (
        <Button h={24} px="sm" variant="default" onClick={connectWaiting}>
          {say`Connect all ${waiting}`}
        </Button>
      )}
      <Button h={24} px="sm" variant="default" onClick={() => closePane(pane.id)}>
        {say`Close`}
      </Button>
    </>
  )
  return (
    <Line tone="idle" actions={actions}>
      {user === undefined
        ? say`${instanceName} was open here.`
        : say`${instanceName} was open here as ${user}.`}{' '}
      <span className={classes.dim}>
        {gone ? say`It is no longer among your instances.` : say`It is not connected.`}
      </span>
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

function ConnectingLine({ pane }: { pane: Pane }) {
  const running = phaseLines(pane.session?.phase ?? null).find(({ state }) => state === 'running')
  const cancel = (
    <Button h={24} px="sm" variant="default" onClick={() => closePane(pane.id)}>
      {say`Cancel`}
    </Button>
  )
  return (
    <Line actions={cancel}>
      {say`Connecting to ${pane.session?.target ?? pane.target.instanceName}`}
      {running !== undefined && <span className={classes.dim}> · {running.label}</span>}
    </Line>
  )
}

function OpenLine({ pane, session }: { pane: Pane; session: SessionStatus }) {
  const keys = useQuery(api.keys.list.queryOptions())
  const used = keys.data?.find(({ fingerprint }) => fingerprint === session.authenticatedWith)
  return (
    <Line actions={<OpenActions pane={pane} />}>
      <div className={classes.facts}>
        <span>{session.target}</span>
        <RouteWords session={session} />
        <span>
          <span className={classes.dim}>{openedWith(session)}</span> {used?.name}{' '}
          {session.authenticatedWith !== null && <ShortFingerprint value={session.authenticatedWith} />}
        </span>
        {session.hostKey !== null && (
          <span>
            <span className={classes.dim}>{say`host key`}</span> <ShortFingerprint value={session.hostKey} />
          </span>
        )}
      </div>
    </Line>
  )
}

function OpenActions({ pane }: { pane: Pane }) {
  return (
    <>
      <span className={classes.hint}>{say`Ctrl+F6 leaves the terminal`}</span>
      <Button
        h={24}
        px="sm"
        variant="default"
        title={say`Files (Ctrl+Shift+S)`}
        onClick={() => openFiles(pane.target)}
      >
        {say`Files`}
      </Button>
    </>
  )
}

/** What the session goes through. */
function RouteWords({ session: { hops = [], proxy } }: { session: SessionStatus }) {
  const through = [...(proxy === undefined ? [] : [say`the ${hear(proxy)}`]), ...hops.map(({ name }) => name)]
  if (through.length === 0) return null
  return (
    <span>
      <span className={classes.dim}>{say`through`}</span> {inTurn(through)}
    </span>
  )
}

function LostLine({ pane, problem }: { pane: Pane; problem: ErrorInfo }) {
  const hops = pane.session?.hops ?? []
  const actions = (
    <>
      <CopyButton label={say`Copy details`} value={detailsText(problem)} />
      {!pane.wasOpen && <ConnectionRemedy pane={pane} problem={problem} />}
      <AgainButtons pane={pane} />
    </>
  )
  return (
    <Line tone="danger" actions={actions}>
      <span role="alert">
        <span className={classes.strong}>{hear(problem.message)}</span> {hear(problem.advice ?? '')}
      </span>
      {problem.detail !== undefined && <Details text={problem.detail} />}
      {!pane.wasOpen && hops.length > 0 && (
        <ol className={`${lists.plain} ${classes.phases}`} aria-label={say`The way`}>
          {hops.map((hop) => (
            <HopLine key={hop.instanceId} hop={hop} />
          ))}
        </ol>
      )}
    </Line>
  )
}

/** The first says that Enter does the same, where it does. */
function AgainButtons({ pane }: { pane: Pane }) {
  const byEnter = connectsOnEnter(pane)
  return (
    <>
      <Button
        h={24}
        px="sm"
        rightSection={byEnter && <IconCornerDownLeft size={14} aria-hidden />}
        title={byEnter ? say`Enter in the terminal does it too` : undefined}
        onClick={() => reconnect(pane.id)}
      >
        {pane.wasOpen ? say`Reconnect` : say`Connect again`}
      </Button>
      <Button h={24} px="sm" variant="default" onClick={() => closePane(pane.id)}>
        {say`Close`}
      </Button>
    </>
  )
}
