import {
  type Algorithms,
  type AnyAuthMethod,
  type AuthHandlerMiddleware,
  Client,
  type ConnectConfig,
} from 'ssh2'
import type { SessionPhase } from '../../../contract/sessions.js'
import { told } from '../../../contract/words/say.js'
import type { KnownHosts, WantedHostKeys } from '../known-hosts/known-hosts.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock, Log } from '../ports.js'
import type { QuestionsService } from '../services.js'
import { offeredAlgorithms } from './algorithms.js'
import { type AskPerson, askPerson } from './ask-person.js'
import { type AttemptFacts, noFacts } from './attempt-facts.js'
import { type Authentication, withOtherLogin, withSigner } from './authentication.js'
import { withChosenWays } from './chosen-ways.js'
import type { OfferedHostKey } from './host-key.js'
import { hearAnnouncedKeys } from './host-key-announcement.js'
import { hostKeyGuard } from './host-key-guard.js'
import { passwordExpired } from './login-errors.js'
import { openStraight } from './open-straight.js'
import type {
  ConnectSession,
  ConnectSsh,
  ConnectSshOtherwise,
  ReachOptions,
  SshConnection,
  Transport,
} from './ssh.js'
import { explain } from './ssh-errors.js'
import { makePacketsQuick } from './ssh2-quick-packets.js'
import { createTimeLimit, type TimeLimit } from './time-limit.js'
import { noteBanner, noteFact, watchFirstBytes } from './watch-facts.js'
import { type OpenedWay, type OpenWay, straight, type Way } from './way.js'

export interface ConnectorParts {
  knownHosts: KnownHosts
  questions: QuestionsService
  clock: Clock
  log: Log
  /** What the user has set for an instance. */
  transportOf?: (instanceId: string) => Transport
  /** What an instance is reached through. Throws where that can't be gone. */
  wayTo?: (instanceId: string) => Promise<Way>
  /** Without it, only straight ones. */
  openWay?: OpenWay
}

/** One attempt to connect: what it was asked, what it has seen, how long it may take. */
interface Attempt {
  options: ReachOptions
  facts: AttemptFacts
  limit: TimeLimit
  timeoutMs: number
  enter(phase: SessionPhase): void
}

/** What a way to authenticate works with. */
interface Tools {
  facts: AttemptFacts
  ask: AskPerson
  /** Ends the attempt. */
  fail(error: unknown): void
}
type OpenLogin<A extends Authentication> = (tools: Tools) => A

/** Makes the one way in which Latchkey opens SSH connections. */
export function createConnector(parts: ConnectorParts): ConnectSsh {
  return async (options) => {
    const { signer } = options
    const { connection } = await connect(options, ({ facts }) => withSigner(signer, facts), parts)
    parts.log.info('ssh.authenticated', {
      ...options.target,
      key: signer.fingerprint,
      ...connection.hostKey,
    })
    return connection
  }
}

/** The same for a session: the key, and then what the user chose for the instance. */
export function createSessionConnector(parts: ConnectorParts): ConnectSession {
  return async (options) => {
    const { signer, others } = options
    const open = (tools: Tools) => withChosenWays({ signer, others, ...tools })
    const { connection, authentication } = await connect(options, open, parts)
    const letIn = authentication.letIn()
    const by = { by: letIn.ways, ...(letIn.fingerprint !== null && { key: letIn.fingerprint }) }
    parts.log.info('ssh.authenticated', { ...options.target, ...by, ...connection.hostKey })
    return { ...connection, letIn }
  }
}

/** The same for a login without a key of the vault. */
export function createOtherConnector(parts: ConnectorParts): ConnectSshOtherwise {
  return async (options) => {
    const { login } = options
    const open = ({ facts }: Tools) => withOtherLogin(login, facts)
    const { connection, authentication } = await connect(options, open, parts)
    const agentKey = authentication.agentKey()
    const by = { by: login.kind, ...(agentKey && { key: agentKey.fingerprint }) }
    parts.log.info('ssh.authenticated', { ...options.target, ...by, ...connection.hostKey })
    return { ...connection, agentKey }
  }
}

async function connect<A extends Authentication>(
  options: ReachOptions,
  open: OpenLogin<A>,
  parts: ConnectorParts,
): Promise<{ connection: SshConnection; authentication: A }> {
  const { target, signal } = options
  const attempt = newAttempt(withTransport(options, parts), parts.clock)
  try {
    attempt.enter('resolve')
    const way = await wayOf(attempt, parts)
    const hops = way.hops.map(({ address }) => address)
    const knownHosts = hops.length === 0 ? parts.knownHosts : parts.knownHosts.behind(hops)
    const wanted = await knownHosts.wanted(target.host, target.port)
    const opened = await reach(way, attempt, parts)
    return await logIn(opened, wanted, open, attempt, { ...parts, knownHosts }).catch((error: unknown) => {
      endWay(opened) // also where ssh2 throws at once, which nothing else would end it for
      throw error
    })
  } catch (error) {
    throw signal?.aborted ? cancelled(error) : error
  } finally {
    attempt.limit.end()
  }
}

async function wayOf({ options, facts }: Attempt, { wayTo }: ConnectorParts): Promise<Way> {
  const { instanceId, way } = options
  try {
    return way ?? (instanceId === undefined ? undefined : await wayTo?.(instanceId)) ?? straight
  } catch (error) {
    throw explain(error, facts)
  }
}

async function reach(
  way: Way,
  attempt: Attempt,
  { openWay = openStraightOnly }: ConnectorParts,
): Promise<OpenedWay> {
  const { options, limit, facts, enter, timeoutMs } = attempt
  const { target, onHop } = options
  try {
    facts.from = startOf(way)
    const opened = await openWay(way, target, {
      signal: limit.signal,
      addressFamily: facts.addressFamily,
      onBegin: () => limit.start(timeoutMs),
      onResolved: () => enter('connect'),
      onHop,
      flowing: true,
    })
    enter('handshake')
    return opened
  } catch (error) {
    throw explain(error, facts)
  }
}

const openStraightOnly: OpenWay = (_way, target, options) => openStraight(target, options)

function startOf({ hops, proxy }: Way): string | null {
  return hops.at(-1)?.instance.name ?? (proxy === null ? null : told`the proxy ${proxy.host}`)
}

/** Doesn't wait for a far side that may be gone. */
function endWay({ stream, release }: OpenedWay): void {
  if ('destroySoon' in stream && typeof stream.destroySoon === 'function') stream.destroySoon()
  else stream.destroy()
  release()
}

function withTransport(options: ReachOptions, { transportOf }: ConnectorParts): ReachOptions {
  const { instanceId, transport = instanceId === undefined ? undefined : transportOf?.(instanceId) } = options
  return transport === undefined ? options : { ...options, transport }
}

function newAttempt(options: ReachOptions, clock: Clock): Attempt {
  const facts = noFacts(options.target)
  facts.addressFamily = options.transport?.addressFamily ?? 'any'
  return {
    options,
    facts,
    limit: createTimeLimit(clock, options.signal),
    timeoutMs: options.timeoutMs ?? 20_000,
    enter(phase) {
      facts.phase = phase
      options.onPhase?.(phase)
    },
  }
}

/** From a connected socket to an authenticated connection. Rejects with whatever comes first; the socket is gone then. */
function logIn<A extends Authentication>(
  opened: OpenedWay,
  { types, certificates }: WantedHostKeys,
  open: OpenLogin<A>,
  attempt: Attempt,
  parts: ConnectorParts,
): Promise<{ connection: SshConnection; authentication: A }> {
  const { facts, limit, enter, timeoutMs, options } = attempt
  const client = new Client()
  const { stream } = opened
  const over = new AbortController()
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (over.signal.aborted) return
      over.abort()
      reject(error)
      endWay(opened)
    }
    const broken = (error: unknown) => fail(explain(error, facts))
    const signal = AbortSignal.any([limit.signal, over.signal])
    const ask = askPerson({ facts, limit, timeoutMs, ...options, questions: parts.questions, signal })
    const authentication = open({ facts, ask, fail: broken })
    const hostKey = hostKeyGuard({ ...options, certificates, limit, enter, over: over.signal, fail }, parts)
    client.on('error', broken) // stays for ever: an error event that nobody hears would end the program
    client.on('close', () => broken(new Error('The connection was closed.')))
    opened.onLost((error) => client.emit('error', error))
    client.on('banner', (text) => noteBanner(text, facts))
    client.on('change password', () => broken(passwordExpired(facts)))
    client.once('handshake', () => {
      hostKey.remember()
      enter('authenticate')
      limit.start(timeoutMs)
    })
    client.once('ready', () => {
      hostKey.remembered().then((accepted) => {
        if (over.signal.aborted) return
        over.abort()
        resolve({ connection: connection(client, opened, accepted, facts), authentication })
      }, fail)
    })
    const stop = () => broken(limit.signal.reason)
    limit.signal.addEventListener('abort', stop, { signal: over.signal })
    const debug = (line: string) => over.signal.aborted || noteFact(line, facts)
    client.connect({
      ...settings(attempt, types),
      authHandler: inTurn(authentication, facts, over.signal, broken),
      debug,
      sock: stream,
      hostVerifier: hostKey.verify,
    })
    makePacketsQuick(client, stream)
    hostKey.prepare(client)
    hearAnnouncedKeys(client, { ...options, current: () => hostKey.knownBefore()?.blob ?? null }, parts)
    watchFirstBytes(stream, facts)
    if (limit.signal.aborted) stop()
  })
}

/** Hands ssh2 one way after the other; while a person is asked, nothing happens. */
function inTurn(
  authentication: Authentication,
  facts: AttemptFacts,
  over: AbortSignal,
  fail: (error: unknown) => void,
): AuthHandlerMiddleware {
  return (_methods, partial, next) => {
    const hand = (way: AnyAuthMethod | false) => {
      if (!over.aborted) next(way as AnyAuthMethod) // false ends it
    }
    const way = authentication.next(facts.methods, partial === true)
    if (way instanceof Promise) way.then(hand, fail)
    else hand(way)
  }
}

function settings({ options, facts }: Attempt, knownTypes: string[]): ConnectConfig {
  const { weak = [], compression = false, keepAliveMs = 15_000, forwardedAgent } = options.transport ?? {}
  const offer = offeredAlgorithms(knownTypes, { weak, compression })
  facts.offer = offer
  return {
    username: options.target.user,
    algorithms: offer as Algorithms, // each name is one of ssh2's
    ident: 'Latchkey',
    readyTimeout: 0, // a person may be thinking: TimeLimit measures instead
    keepaliveInterval: keepAliveMs,
    keepaliveCountMax: 3,
    ...(forwardedAgent !== undefined && { agent: forwardedAgent }), // for forwarding; what logs in says authHandler
  }
}

function connection(
  client: Client,
  opened: OpenedWay,
  { algorithm, fingerprint }: OfferedHostKey,
  { banner, software }: AttemptFacts,
): SshConnection {
  const end = () => {
    client.end()
    endWay(opened)
  }
  client.once('close', opened.release)
  return { client, hostKey: { algorithm, fingerprint }, banner, software, end }
}

function cancelled(cause: unknown): LatchkeyError {
  return new LatchkeyError('cancelled', 'Connecting was cancelled.', { cause })
}
