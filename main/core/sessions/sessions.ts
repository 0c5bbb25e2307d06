import { randomUUID } from 'node:crypto'
import { LatchkeyError } from '../lib/error.js'
import type { ConnectionService, InstancesService, SessionsService } from '../services.js'
import { wayIn } from './instance-login.js'
import { endedSession, type Session, type SessionParts, startSession } from './session.js'
import { createSessionList } from './session-list.js'
import { straight, type WayTo } from './way.js'

/** Ended sessions whose status can still be watched. */
const REMEMBERED = 50

/** The terminals of this run: opened on instances with their bound keys, each joined to one terminal stream. */
export function createSessions(
  parts: SessionParts & {
    instances: Pick<InstancesService, 'get'>
    connection: Pick<ConnectionService, 'options'>
    /** Where the user's SSH agent listens, if the system says so. */
    sshAgent?: string | undefined
    /** What an instance is reached through; without it, straight. */
    wayTo?: WayTo | undefined
  },
): SessionsService {
  const sessions = new Map<string, Session>()
  const list = createSessionList(parts.ports)
  const ended: string[] = []

  const find = (id: string): Session => {
    const session = sessions.get(id)
    if (session === undefined)
      throw new LatchkeyError('session-not-found', 'This session is no longer there.', {
        advice: 'Connect again.',
      })
    return session
  }
  const open = () => [...sessions.values()].filter(({ status }) => status.get().state !== 'closed')
  const close = async (all: Session[]) => {
    for (const session of all) session.close()
    await Promise.all(all.map(({ done }) => done))
  }
  const forgetOldest = () => {
    const oldest = ended.length > REMEMBERED ? ended.shift() : undefined
    if (oldest !== undefined) sessions.delete(oldest)
  }

  return {
    async open({ instanceId, user, size }) {
      const instance = await parts.instances.get(instanceId)
      const id = randomUUID()
      const options = parts.connection.options(instanceId)
      const way = (await parts.wayTo?.(instance, options)) ?? straight
      const login = wayIn(instance, options, parts.sshAgent, way)
      const order = { ...login, ...(user !== undefined && { user }), id, size }
      const session = startSession(order, parts)
      sessions.set(id, session)
      list.follow(session, order)
      void session.done.then(() => {
        sessions.set(id, endedSession(session.status))
        ended.push(id)
        forgetOldest()
      })
      return session.status.get()
    },
    watch: async ({ id }, { signal }) => find(id).status.watch(signal),
    resize: async ({ id, size }) => find(id).resize(size),
    async close({ id }) {
      const session = find(id)
      session.close()
      await session.done
    },
    watchAll: async (_nothing, { signal }) => list.watch(signal),
    clearRecent: list.clearRecent,
    profileChanged: list.profileChanged,
    attach(id, port, window) {
      const session = sessions.get(id)
      if (session === undefined) port.close()
      else session.attach(port, window)
    },
    isLive: (id) => (sessions.get(id)?.status.get().state ?? 'closed') !== 'closed',
    instanceOf: async (id) => find(id).status.get().instanceId,
    openCount: (keyId) =>
      open().filter(({ status }) => keyId === undefined || status.get().keyId === keyId).length,
    openByWindow() {
      const counts: Record<string, number> = {}
      for (const window of open().map((session) => session.window()))
        if (window !== null) counts[window] = (counts[window] ?? 0) + 1
      return counts
    },
    closeOf: (window) => close(open().filter((session) => session.window() === window)),
    async closeAll() {
      await close([...sessions.values()])
      await list.settled()
    },
  }
}
