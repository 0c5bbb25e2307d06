import type { ErrorInfo } from '../../../contract/errors.js'
import type { Instance } from '../../../contract/instances.js'
import type { Remedy } from '../../../contract/remedies.js'
import type { HopStatus, SessionPhase, SessionStatus, TerminalSize } from '../../../contract/sessions.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue, type LiveValue } from '../lib/live-value.js'
import { orAborted } from '../lib/or-aborted.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import { hopsAfter, hopsAtEnd, proxyName, waitingHops } from './hop-status.js'
import { type InstanceLogin, keepLogin, type LoginParts, logIn, targetOf } from './instance-login.js'
import type { Shell } from './shell.js'
import { noShell } from './shell-errors.js'
import type { LetIn, SshConnection, SshTarget } from './ssh.js'
import { lost } from './ssh-errors.js'
import { startShell } from './start-shell.js'
import { targetText } from './target-text.js'
import type { TerminalPort } from './terminal-port.js'
import { type Comers, createTerminalSeat } from './terminal-seat.js'
import { endStream, joinTerminal, noticeBytes } from './terminal-stream.js'
import { createTimeLimit } from './time-limit.js'
import { after } from './words-before.js'

/** How long a session waits for its terminal, and for the server to give a shell. */
const ATTACH_MS = 30_000
const SHELL_MS = 20_000

export interface SessionParts extends LoginParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'locale'>
  /** What may help where an instance does not answer. */
  remediesFor?: (instance: Instance) => Promise<Remedy[]>
  /** Who may come for a session that no window has; without it, only the page that had it. */
  comers?: Comers
  /** What a session is given in place of its terminal: whatever windows come and go, each byte of output passes it once. */
  tap?: (sessionId: string, terminal: TerminalPort) => TerminalPort
  /** Others may use an open session's connection, which then ends when the session and all of them have released it. */
  lend?: (login: InstanceLogin, connection: SshConnection) => { release(): void }
}

export interface SessionOrder extends InstanceLogin {
  id: string
  size: TerminalSize
}

export interface Session {
  status: LiveValue<SessionStatus>
  /** Joins its terminal; a later one may take over (terminal-seat.ts). It ends with a terminal that says so, or that nobody comes after. */
  attach(port: TerminalPort, window?: string): void
  /** The window that has its terminal, or had it last; null where that is not known. */
  window(): string | null
  resize(size: TerminalSize): void
  close(): void
  /** Resolves when the session is closed. */
  done: Promise<void>
}

const nobody: Comers = { mayRejoin: () => false, mayYetCome: () => false }

/** What the parts of one session's life share. */
interface Life {
  order: SessionOrder
  target: SshTarget
  parts: SessionParts
  /** Ends it at whatever point; the reason is null where the user wants it. */
  closing: AbortController
  terminal: Promise<TerminalPort>
  size(): TerminalSize
  onShell(shell: Shell): void
  update(change: Partial<SessionStatus>): void
  hops(): HopStatus[]
}

/** Starts a session: key, connection, shell, terminal. It never throws: how it ends is in its status. */
export function startSession(order: SessionOrder, parts: SessionParts): Session {
  const target = targetOf(order)
  const status = createLiveValue(firstStatus(order, target))
  const closing = new AbortController()
  let shell: Shell | null = null
  let { size } = order
  const { clock } = parts.ports
  const seat = createTerminalSeat({ clock, comers: parts.comers ?? nobody, size: () => size })
  const port = parts.tap?.(order.id, seat.port) ?? seat.port
  let arrive: (port: TerminalPort) => void = () => undefined
  const terminal = new Promise<TerminalPort>((resolve) => {
    arrive = resolve
  })
  const update = (change: Partial<SessionStatus>) => status.set({ ...status.get(), ...change })
  const hops = () => status.get().hops ?? []
  const onShell = (opened: Shell) => {
    shell = opened
  }
  const life = { order, target, parts, closing, terminal, size: () => size, onShell, update, hops }
  closeWithoutTerminal(life)
  port.onClose(() => closing.abort(null))

  const done = live(life).then((end) => {
    closing.abort(null)
    const { phase } = status.get()
    const failedAt = end.problem !== null && phase !== null ? { failedAt: phase } : {}
    const stopped = hops().length === 0 ? {} : { hops: hopsAtEnd(hops(), end.problem) }
    update({ state: 'closed', phase: null, ...failedAt, ...stopped, ...end })
    status.end()
    endStream(port)
  })
  return {
    status,
    attach(given, window) {
      if (status.get().state === 'closed') return endStream(given)
      seat.attach(given, window)
      arrive(port)
    },
    window: seat.window,
    resize(next) {
      size = next
      shell?.resize(next)
    },
    close: () => closing.abort(null),
    done,
  }
}

/** What is left of a session that is over: its status. The connection and what it had gathered are let go. */
export function endedSession(status: LiveValue<SessionStatus>): Session {
  return {
    status,
    attach: endStream,
    window: () => null,
    resize: () => undefined,
    close: () => undefined,
    done: Promise.resolve(),
  }
}

type End = Pick<SessionStatus, 'problem' | 'exit'>

async function live(life: Life): Promise<End> {
  const { order, closing, parts, update } = life
  try {
    const connection = await connected(life)
    let release = connection.end
    try {
      const loss = watchLoss(connection, life)
      const { hostKey, letIn } = connection
      const { ways, fingerprint: authenticatedWith } = letIn
      update({ phase: 'open-shell', hostKey: hostKey.fingerprint, authenticatedWith, ways })
      await keepLogin(letIn, order, parts.ports)
      const shell = await getShell(connection, life)
      const lent = parts.lend?.(order, connection)
      if (lent !== undefined)
        release = () => {
          shell.close()
          lent.release()
        }
      update({ state: 'open', phase: null })
      return await runTerminal(shell, connection, loss, life)
    } finally {
      release()
    }
  } catch (error) {
    const reason = closing.signal.aborted ? closing.signal.reason : error
    return {
      problem: reason === null ? null : await problemWithRemedies(reason, life),
      exit: null,
    }
  }
}

/** With what may be gone through, where an address of another network was dialled straight. */
async function problemWithRemedies(reason: unknown, { order, parts }: Life): Promise<ErrorInfo> {
  const { log } = parts.ports
  const problem = problemOf(reason, 'session.incident', log)
  const isStraight = order.way.hops.length === 0 && order.way.proxy === null
  const { code, remedies = [] } = problem
  if (!isStraight || (code !== 'ssh-unreachable' && code !== 'ssh-timeout')) return problem
  const more = await parts.remediesFor?.(order.instance).catch((error: unknown) => {
    log.error('session.no-remedies', error)
    return []
  })
  return more === undefined || more.length === 0 ? problem : { ...problem, remedies: [...more, ...remedies] }
}

function connected({ order, parts, closing, update, hops }: Life): Promise<SshConnection & { letIn: LetIn }> {
  const onPhase = (phase: SessionPhase) => update({ phase })
  const onHop = (index: number, phase: SessionPhase | null) =>
    update({ hops: hopsAfter(hops(), index, phase) })
  return logIn(order, parts, { signal: closing.signal, onPhase, onHop })
}

async function getShell({ client }: SshConnection, life: Life): Promise<Shell> {
  const limit = createTimeLimit(life.parts.ports.clock, life.closing.signal)
  limit.start(SHELL_MS)
  const size = life.size()
  try {
    const shell = await orAborted(
      limit.signal,
      startShell(client, size, { ...life.order, locale: life.parts.ports.locale }),
    )
    life.onShell(shell)
    if (life.size() !== size) shell.resize(life.size())
    return shell
  } catch (cause) {
    throw noShell(life.target, cause)
  } finally {
    limit.end()
  }
}

/** Ends with the shell. Without an exit status, a connection that was lost is the reason. */
async function runTerminal(
  shell: Shell,
  { banner = '' }: SshConnection,
  loss: () => LatchkeyError | null,
  { closing, terminal }: Life,
): Promise<End> {
  const port = await orAborted(closing.signal, terminal)
  await orAborted(closing.signal, joinTerminal(after(noticeBytes(banner), shell), port))
  const exit = await shell.ended
  const problem = exit === null ? loss() : null
  if (problem !== null) throw problem
  return { problem: null, exit }
}

function watchLoss({ client }: SshConnection, { target, order }: Life): () => LatchkeyError | null {
  const keepAliveMs = order.options.keepAliveSeconds * 1000
  let problem: LatchkeyError | null = null
  client.on('error', (error) => {
    problem ??= lost(error, target, keepAliveMs)
  })
  client.on('close', () => {
    problem ??= lost(null, target, keepAliveMs)
  })
  return () => problem
}

function closeWithoutTerminal({ parts, closing, terminal }: Life): void {
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  void terminal.then(stop)
  closing.signal.addEventListener('abort', stop)
  parts.ports.clock.sleep(ATTACH_MS, waiting.signal).then(
    () => closing.abort(noTerminal()),
    () => undefined, // it came, or the session has ended
  )
}

function firstStatus({ id, instance, keyId, way }: SessionOrder, target: SshTarget): SessionStatus {
  return {
    ...(way.hops.length > 0 && { hops: waitingHops(way) }),
    ...(way.proxy !== null && { proxy: proxyName(way.proxy) }),
    id,
    instanceId: instance.id,
    target: targetText(target),
    keyId,
    state: 'connecting',
    phase: 'resolve',
    authenticatedWith: null,
    hostKey: null,
    problem: null,
    exit: null,
  }
}

function noTerminal(): LatchkeyError {
  return new LatchkeyError(
    'cancelled',
    'No terminal took this session within 30 seconds, so it was closed.',
    {
      advice: 'Connect again.',
      retryable: true,
    },
  )
}
