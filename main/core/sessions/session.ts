import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { SessionPhase, SessionStatus, TerminalSize } from '../../../contract/sessions.js'
import { withProof } from '../inventory/binding-records.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue, type LiveValue } from '../lib/live-value.js'
import { orAborted } from '../lib/or-aborted.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import type { KeysService } from '../services.js'
import { place } from './attempt-facts.js'
import { openShell, type Shell } from './shell.js'
import type { ConnectSsh, SshConnection, SshTarget } from './ssh.js'
import { lost } from './ssh-errors.js'
import type { TerminalPort } from './terminal-port.js'
import { endStream, joinTerminal, noticeBytes } from './terminal-stream.js'
import { createTimeLimit } from './time-limit.js'

/** How long a session waits for its terminal, and for the server to give a shell. */
const ATTACH_MS = 30_000
const SHELL_MS = 20_000

export interface SessionParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  keys: Pick<KeysService, 'openSigner'>
  connect: ConnectSsh
}

export interface SessionOrder {
  id: string
  instance: Instance
  address: SshAddress
  keyId: string
  user: string
  size: TerminalSize
}

export interface Session {
  status: LiveValue<SessionStatus>
  /** Joins its terminal; a second one is closed, and so is the session when its terminal closes. */
  attach(port: TerminalPort): void
  resize(size: TerminalSize): void
  close(): void
  /** Resolves when the session is closed. */
  done: Promise<void>
}

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
}

/** Starts a session: key, connection, shell, terminal. It never throws: how it ends is in its status. */
export function startSession(order: SessionOrder, parts: SessionParts): Session {
  const { address, user } = order
  const target = { host: address.host, port: address.port, user }
  const status = createLiveValue(firstStatus(order, target))
  const closing = new AbortController()
  let port: TerminalPort | null = null
  let shell: Shell | null = null
  let { size } = order
  let arrive: (port: TerminalPort) => void = () => undefined
  const terminal = new Promise<TerminalPort>((resolve) => {
    arrive = resolve
  })
  const update = (change: Partial<SessionStatus>) => status.set({ ...status.get(), ...change })
  const onShell = (opened: Shell) => {
    shell = opened
  }
  const life = { order, target, parts, closing, terminal, size: () => size, onShell, update }
  closeWithoutTerminal(life)

  const done = live(life).then((end) => {
    closing.abort(null)
    update({ state: 'closed', phase: null, ...end })
    status.end()
    if (port !== null) endStream(port)
  })
  return {
    status,
    attach(given) {
      if (status.get().state === 'closed') return endStream(given)
      if (port !== null) return given.close()
      port = given
      given.onClose(() => closing.abort(null))
      arrive(given)
    },
    resize(next) {
      size = next
      shell?.resize(next)
    },
    close: () => closing.abort(null),
    done,
  }
}

type End = Pick<SessionStatus, 'problem' | 'exit'>

async function live(life: Life): Promise<End> {
  const { closing, parts, update } = life
  try {
    const connection = await logIn(life)
    try {
      const loss = watchLoss(connection, life.target)
      update({ phase: 'open-shell', hostKey: connection.hostKey.fingerprint })
      await keepProof(life)
      const shell = await getShell(connection, life)
      update({ state: 'open', phase: null })
      return await runTerminal(shell, connection, loss, life)
    } finally {
      connection.end()
    }
  } catch (error) {
    const reason = closing.signal.aborted ? closing.signal.reason : error
    return {
      problem: reason === null ? null : problemOf(reason, 'session.incident', parts.ports.log),
      exit: null,
    }
  }
}

async function logIn({ order, target, parts, closing, update }: Life): Promise<SshConnection> {
  const { signal } = closing
  const signer = await orAborted(signal, parts.keys.openSigner(order.keyId), (late) => late.close())
  try {
    const { name: instanceName } = order.instance
    const onPhase = (phase: SessionPhase) => update({ phase })
    const connection = await parts.connect({ target, signer, instanceName, signal, onPhase })
    update({ authenticatedWith: signer.fingerprint })
    return connection
  } finally {
    signer.close()
  }
}

/** A login is a proof, and a use of the key pair; that it can't be written is no reason to end it. */
async function keepProof({ order, parts }: Life): Promise<void> {
  const { instance, keyId, user } = order
  const { profile, clock, log } = parts.ports
  const at = new Date(clock.now()).toISOString()
  try {
    await profile.update((old) => withProof(old, { instanceId: instance.id, keyId, user, at }))
  } catch (error) {
    log.error('session.proof-not-kept', error, { instanceId: instance.id })
  }
}

async function getShell({ client }: SshConnection, life: Life): Promise<Shell> {
  const limit = createTimeLimit(life.parts.ports.clock, life.closing.signal)
  limit.start(SHELL_MS)
  const size = life.size()
  try {
    const shell = await orAborted(limit.signal, openShell(client, size))
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
  await orAborted(closing.signal, joinTerminal(shell, port, noticeBytes(banner)))
  const exit = await shell.ended
  const problem = exit === null ? loss() : null
  if (problem !== null) throw problem
  return { problem: null, exit }
}

function watchLoss({ client }: SshConnection, target: SshTarget): () => LatchkeyError | null {
  let problem: LatchkeyError | null = null
  client.on('error', (error) => {
    problem ??= lost(error, target)
  })
  client.on('close', () => {
    problem ??= lost(null, target)
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

function firstStatus({ id, instance, keyId }: SessionOrder, { host, port, user }: SshTarget): SessionStatus {
  const at = port === 22 ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    id,
    instanceId: instance.id,
    target: `${user}@${at}`,
    keyId,
    state: 'connecting',
    phase: 'resolve',
    authenticatedWith: null,
    hostKey: null,
    problem: null,
    exit: null,
  }
}

function noShell(target: SshTarget, cause: unknown): LatchkeyError {
  const detail = cause instanceof Error ? cause.message : ''
  return new LatchkeyError('ssh-closed', `${place(target)} accepted the login but gave no terminal.`, {
    advice: 'The account may not be allowed to have a shell, or the server has too many sessions open.',
    ...(detail === '' ? {} : { detail }),
    retryable: true,
    cause,
  })
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
