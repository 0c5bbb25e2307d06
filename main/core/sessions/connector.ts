import type { Socket } from 'node:net'
import { type AnyAuthMethod, Client, type ConnectConfig, type HostVerifier } from 'ssh2'
import type { SessionPhase } from '../../../contract/sessions.js'
import type { KnownHosts } from '../known-hosts/known-hosts.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import type { Clock, Log } from '../ports.js'
import type { QuestionsService } from '../services.js'
import { offeredAlgorithms } from './algorithms.js'
import { type AttemptFacts, noFacts } from './attempt-facts.js'
import { type Authentication, withOtherLogin, withSigner } from './authentication.js'
import { judgeHostKey, type OfferedHostKey, offeredHostKey } from './host-key.js'
import { passwordExpired } from './login-errors.js'
import type { ConnectSsh, ConnectSshOtherwise, ReachOptions, SshConnection } from './ssh.js'
import { explain } from './ssh-errors.js'
import { openSocket } from './tcp.js'
import { createTimeLimit, type TimeLimit } from './time-limit.js'

export interface ConnectorParts {
  knownHosts: KnownHosts
  questions: QuestionsService
  clock: Clock
  log: Log
}

/** More than any notice to users has. */
const MAX_BANNER = 16_384

/** One attempt to connect: what it was asked, what it has seen, how long it may take. */
interface Attempt {
  options: ReachOptions
  authentication: Authentication
  facts: AttemptFacts
  limit: TimeLimit
  timeoutMs: number
  enter(phase: SessionPhase): void
}

/** Makes the one way in which Latchkey opens SSH connections. */
export function createConnector(parts: ConnectorParts): ConnectSsh {
  return async (options) => {
    const { signer } = options
    const open = (facts: AttemptFacts) => withSigner(signer, facts)
    const { connection } = await connect(options, open, parts)
    parts.log.info('ssh.authenticated', {
      ...options.target,
      key: signer.fingerprint,
      ...connection.hostKey,
    })
    return connection
  }
}

/** The same for a login without a key of the vault. */
export function createOtherConnector(parts: ConnectorParts): ConnectSshOtherwise {
  return async (options) => {
    const { login } = options
    const open = (facts: AttemptFacts) => withOtherLogin(login, facts)
    const { connection, authentication } = await connect(options, open, parts)
    const agentKey = authentication.agentKey()
    const by = { by: login.kind, ...(agentKey && { key: agentKey.fingerprint }) }
    parts.log.info('ssh.authenticated', { ...options.target, ...by, ...connection.hostKey })
    return { ...connection, agentKey }
  }
}

async function connect(
  options: ReachOptions,
  open: (facts: AttemptFacts) => Authentication,
  parts: ConnectorParts,
): Promise<{ connection: SshConnection; authentication: Authentication }> {
  const { target, signal } = options
  const attempt = newAttempt(options, open, parts.clock)
  try {
    attempt.enter('resolve')
    const knownTypes = await parts.knownHosts.algorithms(target.host, target.port)
    attempt.limit.start(attempt.timeoutMs)
    const socket = await reach(attempt)
    const connection = await logIn(socket, knownTypes, attempt, parts)
    return { connection, authentication: attempt.authentication }
  } catch (error) {
    throw signal?.aborted ? cancelled(error) : error
  } finally {
    attempt.limit.end()
  }
}

async function reach({ options, limit, facts, enter }: Attempt): Promise<Socket> {
  try {
    const socket = await openSocket(options.target, limit.signal, () => enter('connect'))
    enter('handshake')
    return socket
  } catch (error) {
    throw explain(error, facts)
  }
}

function newAttempt(
  options: ReachOptions,
  open: (facts: AttemptFacts) => Authentication,
  clock: Clock,
): Attempt {
  const facts = noFacts(options.target)
  return {
    options,
    facts,
    authentication: open(facts),
    limit: createTimeLimit(clock, options.signal),
    timeoutMs: options.timeoutMs ?? 20_000,
    enter(phase) {
      facts.phase = phase
      options.onPhase?.(phase)
    },
  }
}

/** From a connected socket to an authenticated connection. Rejects with whatever comes first; the socket is gone then. */
function logIn(
  socket: Socket,
  knownTypes: string[],
  attempt: Attempt,
  parts: ConnectorParts,
): Promise<SshConnection> {
  const { facts, limit, enter } = attempt
  const client = new Client()
  const over = new AbortController()
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (over.signal.aborted) return
      over.abort()
      reject(error)
      socket.destroySoon()
    }
    const broken = (error: unknown) => fail(explain(error, facts))
    const hostKey = hostKeyGuard(attempt, over.signal, parts, fail)
    client.on('error', broken) // stays for ever: an error event that nobody hears would end the program
    client.on('close', () => broken(new Error('The connection was closed.')))
    client.on('banner', (text) => {
      facts.banner = (facts.banner + text).slice(0, MAX_BANNER)
    })
    client.on('change password', () => broken(passwordExpired(facts)))
    client.once('handshake', () => {
      hostKey.remember()
      enter('authenticate')
      limit.start(attempt.timeoutMs)
    })
    client.once('ready', () => {
      hostKey.remembered().then((accepted) => {
        if (over.signal.aborted) return
        over.abort()
        resolve(connection(client, socket, accepted, facts))
      }, fail)
    })
    const stop = () => broken(limit.signal.reason)
    limit.signal.addEventListener('abort', stop, { signal: over.signal })
    const debug = (line: string) => over.signal.aborted || noteFact(line, facts)
    client.connect({
      ...settings(attempt, knownTypes),
      debug,
      sock: socket,
      hostVerifier: hostKey.verify,
    })
    watchFirstBytes(socket, facts)
    if (limit.signal.aborted) stop()
  })
}

function settings({ options, authentication }: Attempt, knownTypes: string[]): ConnectConfig {
  return {
    username: options.target.user,
    authHandler: (methods, _partial, next) => next(authentication.next(methods) as AnyAuthMethod), // false ends it
    algorithms: offeredAlgorithms(knownTypes),
    ident: 'Latchkey',
    readyTimeout: 0, // a person may be thinking: TimeLimit measures instead
    keepaliveInterval: 15_000,
    keepaliveCountMax: 3,
  }
}

interface HostKeyGuard {
  verify: HostVerifier
  /** Called once the host has proved that it owns the accepted key. */
  remember(): void
  remembered(): Promise<OfferedHostKey>
}

/** Lets only the accepted host key pass, at the start and at each later key exchange. */
function hostKeyGuard(
  attempt: Attempt,
  over: AbortSignal,
  parts: ConnectorParts,
  fail: (error: unknown) => void,
): HostKeyGuard {
  const { options, limit, enter } = attempt
  const { target, instanceName } = options
  let accepted: { key: OfferedHostKey; verdict: 'known' | 'add' | 'replace' } | null = null
  let writing: Promise<void> = Promise.resolve()

  async function judge(blob: Buffer): Promise<void> {
    const key = offeredHostKey(blob)
    const signal = AbortSignal.any([limit.signal, over])
    const verdict = await judgeHostKey({ target, instanceName, offered: key, signal }, parts)
    accepted = { key, verdict }
  }

  return {
    verify(blob, answer) {
      if (accepted !== null) return answer(accepted.key.blob.equals(blob))
      enter('host-key')
      limit.pause()
      judge(Buffer.from(blob)).then(
        () => {
          limit.resume()
          if (!over.aborted) answer(true)
        },
        (error: unknown) => {
          if (over.aborted) return
          fail(error)
          answer(false) // tells the server
        },
      )
    },
    remember() {
      if (accepted === null || accepted.verdict === 'known') return
      const write = parts.knownHosts[accepted.verdict]
      writing = write(target.host, target.port, accepted.key.blob).catch((cause: unknown) => {
        throw notWritten(cause)
      })
      writing.catch(() => undefined) // told by `remembered`
    },
    async remembered() {
      await writing
      if (accepted === null) throw new Error('No host key was checked')
      return accepted.key
    },
  }
}

function connection(
  client: Client,
  socket: Socket,
  { algorithm, fingerprint }: OfferedHostKey,
  { banner, software }: AttemptFacts,
): SshConnection {
  const end = () => {
    client.end()
    socket.destroySoon() // doesn't wait for a far side that may be gone
  }
  return { client, hostKey: { algorithm, fingerprint }, banner, software, end }
}

/** ssh2 tells the first bytes only if they are SSH's. Reads along until it has read the banner. */
function watchFirstBytes(socket: Socket, facts: AttemptFacts): void {
  const note = (chunk: Buffer) => {
    facts.firstBytes = Buffer.concat([facts.firstBytes, chunk]).subarray(0, 4096)
    if (facts.firstBytes.includes('SSH-') || facts.firstBytes.length === 4096) socket.off('data', note)
  }
  socket.prependListener('data', note)
}

/** ssh2 tells these only in its debug lines. */
function noteFact(line: string, facts: AttemptFacts): void {
  facts.software =
    /^Remote ident: 'SSH-[\d.]+-([\x20-\x26\x28-\x7e]{1,100})/.exec(line)?.[1] ?? facts.software
  const offer = /^Handshake: \((local|remote)\) ([^:]+): (.*)$/.exec(line)
  if (offer !== null) {
    const [, side = '', kind = '', list = ''] = offer
    facts.offers.set(kind, { local: '', remote: '', ...facts.offers.get(kind), [side]: list })
  }
  const refusal = /^Inbound: Received USERAUTH_FAILURE \((.*)\)$/.exec(line)
  if (refusal !== null) facts.methods = (refusal[1] ?? '').split(',').filter(isMethodName).slice(0, 20)
}

/** RFC 4251 §6: printable ASCII, at most 64 characters. What else a server says here is not for a person's eyes. */
const isMethodName = (name: string) => /^[\x21-\x7e]{1,64}$/.test(name)

function notWritten(cause: unknown): LatchkeyError {
  if (isLatchkeyError(cause)) return cause
  return new LatchkeyError('internal', 'The host key could not be written to known_hosts.', {
    advice: "Check the space on the disk and the rights of Latchkey's profile folder, then connect again.",
    retryable: true,
    cause,
  })
}

function cancelled(cause: unknown): LatchkeyError {
  return new LatchkeyError('cancelled', 'Connecting was cancelled.', { cause })
}
