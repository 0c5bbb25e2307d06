import type { SessionPhase } from '../../../contract/sessions.js'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import type { Ports } from '../ports.js'
import type { ConnectionService, InstancesService } from '../services.js'
import { type InstanceLogin, keepLogin, type LoginParts, logIn, wayIn } from '../sessions/instance-login.js'
import type { SshConnection } from '../sessions/ssh.js'
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
  /** Where the user's SSH agent listens, if the system says so. */
  sshAgent?: string | undefined
  /** How long a connection that nobody has is kept: whoever comes back soon needs no login. */
  lingerMs?: number
}

/** How far a login is, and all who wait for it. */
interface Progress {
  phase: SessionPhase
  waiting: Set<(phase: SessionPhase) => void>
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
      for (const tell of progress.waiting) tell(phase)
    }
    const connection = await logIn(login, parts, { signal: progress.cancel.signal, onPhase })
    const onGone = () => {
      if (own.get(key) === kept) own.delete(key)
    }
    const kept = keepConnection(login, connection, { clock, lingerMs, onGone })
    await keepLogin(connection.letIn, login, parts.ports)
    if (progress.cancel.signal.aborted)
      kept.end() // nobody waits any more
    else own.set(key, kept)
    return kept
  }

  function startLogin(login: InstanceLogin, key: string) {
    const progress: Progress = { phase: 'resolve', waiting: new Set(), cancel: new AbortController() }
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
    { signal, onPhase = () => undefined }: BorrowOptions,
  ): Promise<KeptConnection> {
    const under = logins.get(key) ?? startLogin(login, key)
    const tell = (phase: SessionPhase) => onPhase(phase)
    under.waiting.add(tell)
    onPhase(under.phase)
    try {
      return await orAborted(signal, under.kept)
    } finally {
      under.waiting.delete(tell)
      if (signal.aborted && under.waiting.size === 0) {
        if (logins.get(key) === under) logins.delete(key)
        under.cancel.abort(signal.reason)
      }
    }
  }

  return {
    async borrow(instanceId, options) {
      const { signal, user, apart = false } = options
      const instance = await orAborted(signal, parts.instances.get(instanceId))
      const usual = wayIn(instance, parts.connection.options(instanceId), parts.sshAgent)
      const login = { ...usual, ...(user !== undefined && { user }) }
      const key = placeOf(login)
      const ofSession = apart ? undefined : [...(ofSessions.get(key) ?? [])][0]
      const there = ofSession ?? own.get(key)
      return (there ?? (await loggedIn(login, key, options))).take()
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
function placeOf({ instance, address, keyId, user, options, agent }: InstanceLogin): string {
  const { environment: _, startUp: __, user: ___, ...way } = options
  return JSON.stringify([instance.id, address.host, address.port, keyId, user, agent, way])
}

function closing(): LatchkeyError {
  return new LatchkeyError('cancelled', 'Latchkey is being closed.')
}
