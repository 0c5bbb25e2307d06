import type { SessionPhase } from '../../../contract/sessions.js'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import type { Ports } from '../ports.js'
import type { ConnectionService, InstancesService } from '../services.js'
import {
  type InstanceLogin,
  keepLogin,
  type LoginParts,
  type LoginProgress,
  logIn,
  wayIn,
} from '../sessions/instance-login.js'
import type { SshConnection } from '../sessions/ssh.js'
import { type Hop, straight, type WayTo } from '../sessions/way.js'
import type { Borrowed } from './borrowed.js'
import { type KeptConnection, keepConnection } from './kept-connection.js'

export interface BorrowOptions {
  /** The wish is over: what is not logged in yet goes, unless somebody else waits for it. */
  signal: AbortSignal
  /** At once with the phase of a login that is under way already. */
  onPhase?: (phase: SessionPhase) => void
  /** As whom; by default the user that a session would be opened for. */
  user?: string
  /** Never that of a session: for a lot of data, or where the server grants no more channels there (its MaxSessions). */
  apart?: boolean
}

/** The SSH connections that several things on one instance share. */
export interface Connections {
  /**
   * A connection to the instance that is logged in: that of an open session where there is one, else one of its own, made
   * as a session's is (same keys, ways in, questions). It stays while anybody has it, and for a few seconds after. Throws
   * what logging in throws, or the signal's reason.
   */
  borrow(instanceId: string, options: BorrowOptions): Promise<Borrowed>
  /** The same for a login that is known already: of a host that others are reached through. */
  borrowLogin(login: InstanceLogin, options: LoginProgress & Pick<BorrowOptions, 'apart'>): Promise<Borrowed>
  /**
   * An open session's connection, to be lent out until the session releases it. Whoever has borrowed it by then keeps it,
   * as OpenSSH's ControlMaster does: it ends with the last of them.
   */
  lend(login: InstanceLogin, connection: SshConnection): { release(): void }
  /** Ends those that are lent out and that no session has, and the logins under way. */
  closeAll(): void
}

export interface ConnectionsParts extends LoginParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'get'>
  connection: Pick<ConnectionService, 'options'>
  /** What an instance is reached through; without it, straight. */
  wayTo?: WayTo | undefined
  /** Where the user's SSH agent listens, if the system says so. */
  sshAgent?: string | undefined
  /** How long a connection that nobody has is kept: whoever comes back soon needs no login. */
  lingerMs?: number
}

/** How far a login is, and all who wait for it. */
interface Progress {
  phase: SessionPhase
  hops: Map<number, SessionPhase | null>
  waiting: Set<Pick<LoginProgress, 'onPhase' | 'onHop'>>
  cancel: AbortController
}

export function createConnections(parts: ConnectionsParts): Connections {
  const { lingerMs = 5_000 } = parts
  const { clock } = parts.ports
  const ofSessions = new Map<string, Set<KeptConnection>>()
  const own = new Map<string, KeptConnection>()
  const logins = new Map<string, Progress & { kept: Promise<KeptConnection> }>()

  async function make(login: InstanceLogin, key: string, progress: Progress): Promise<KeptConnection> {
    const onPhase = (phase: SessionPhase) => {
      progress.phase = phase
      for (const one of progress.waiting) one.onPhase(phase)
    }
    const onHop = (index: number, phase: SessionPhase | null) => {
      progress.hops.set(index, phase)
      for (const one of progress.waiting) one.onHop?.(index, phase)
    }
    const connection = await logIn(login, parts, { signal: progress.cancel.signal, onPhase, onHop })
    const onGone = () => {
      if (own.get(key) === kept) own.delete(key)
    }
    const kept = keepConnection(login, connection, { clock, lingerMs, onGone })
    await keepLogin(connection.letIn, login, parts.ports)
    if (progress.cancel.signal.aborted)
      kept.end() // nobody waits any more
    else if (!kept.isOver()) own.set(key, kept) // it may have been lost while the proof was written
    return kept
  }

  function startLogin(login: InstanceLogin, key: string) {
    const progress: Progress = {
      phase: 'resolve',
      hops: new Map(),
      waiting: new Set(),
      cancel: new AbortController(),
    }
    const kept = make(login, key, progress).finally(() => {
      if (logins.get(key) === under) logins.delete(key)
    })
    const under = Object.assign(progress, { kept })
    logins.set(key, under)
    return under
  }

  async function loggedIn(
    login: InstanceLogin,
    key: string,
    { signal, onPhase, onHop }: LoginProgress,
  ): Promise<KeptConnection> {
    const under = logins.get(key) ?? startLogin(login, key)
    const told = { onPhase, onHop }
    under.waiting.add(told)
    for (const hop of under.hops) onHop?.(...hop)
    onPhase(under.phase)
    try {
      return await orAborted(signal, under.kept)
    } finally {
      under.waiting.delete(told)
      if (signal.aborted && under.waiting.size === 0) {
        if (logins.get(key) === under) logins.delete(key)
        under.cancel.abort(signal.reason)
      }
    }
  }

  const borrowLogin: Connections['borrowLogin'] = async (login, { apart = false, ...progress }) => {
    const key = placeOf(login)
    const ofSession = apart ? undefined : [...(ofSessions.get(key) ?? [])][0]
    const there = ofSession ?? own.get(key)
    return (there ?? (await loggedIn(login, key, progress))).take()
  }

  return {
    borrowLogin,
    async borrow(instanceId, options) {
      const { signal, user, apart = false, onPhase = () => undefined } = options
      const instance = await orAborted(signal, parts.instances.get(instanceId))
      const chosen = parts.connection.options(instanceId)
      const way = await orAborted(signal, parts.wayTo?.(instance, chosen) ?? Promise.resolve(straight))
      const usual = wayIn(instance, chosen, parts.sshAgent, way)
      const login = { ...usual, ...(user !== undefined && { user }) }
      return borrowLogin(login, { signal, apart, onPhase })
    },
    lend(login, connection) {
      const key = placeOf(login)
      const all = ofSessions.get(key) ?? new Set()
      ofSessions.set(key, all)
      const onGone = () => {
        all.delete(kept)
        if (all.size === 0 && ofSessions.get(key) === all) ofSessions.delete(key)
      }
      const kept = keepConnection(login, connection, { clock, lingerMs: 0, onGone })
      all.add(kept)
      const { release } = kept.take()
      return {
        release() {
          onGone()
          release()
        },
      }
    },
    closeAll() {
      for (const { cancel } of logins.values()) cancel.abort(closing())
      for (const kept of own.values()) kept.end()
    },
  }
}

/** Where it leads to, as whom, and how: only what is the same in all of it is shared. */
function placeOf({ way: { hops, proxy }, ...login }: InstanceLogin): string {
  return JSON.stringify([proxy, ...hops.map(stepOf), stepOf(login)])
}

function stepOf({ instance, address, keyId, user, options, agent }: Hop): unknown[] {
  const { environment: _, startUp: __, user: ___, route: ____, proxy: _____, ...transport } = options
  return [instance.id, address.host, address.port, keyId, user, agent, transport]
}

function closing(): LatchkeyError {
  return new LatchkeyError('cancelled', 'Latchkey is being closed.')
}
