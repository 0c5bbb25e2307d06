import { randomUUID } from 'node:crypto'
import type { Instance } from '../../../contract/instances.js'
import { LatchkeyError } from '../lib/error.js'
import type { InstancesService, SessionsService } from '../services.js'
import { type Session, type SessionOrder, type SessionParts, startSession } from './session.js'

/** Ended sessions whose status can still be watched. */
const REMEMBERED = 50

/** The terminals of this run: opened on instances with their bound keys, each joined to one terminal stream. */
export function createSessions(
  parts: SessionParts & { instances: Pick<InstancesService, 'get'> },
): SessionsService {
  const sessions = new Map<string, Session>()
  const ended: string[] = []

  const find = (id: string): Session => {
    const session = sessions.get(id)
    if (session === undefined)
      throw new LatchkeyError('session-not-found', 'This session is no longer there.', {
        advice: 'Connect again.',
      })
    return session
  }
  const forgetOldest = () => {
    const oldest = ended.length > REMEMBERED ? ended.shift() : undefined
    if (oldest !== undefined) sessions.delete(oldest)
  }

  return {
    async open({ instanceId, user, size }) {
      const instance = await parts.instances.get(instanceId)
      const id = randomUUID()
      const session = startSession({ ...wayIn(instance), id, user: user ?? instance.user, size }, parts)
      sessions.set(id, session)
      void session.done.then(() => {
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
    attach(id, port) {
      const session = sessions.get(id)
      if (session === undefined) port.close()
      else session.attach(port)
    },
    openCount(keyId) {
      const open = [...sessions.values()]
        .map(({ status }) => status.get())
        .filter(({ state }) => state !== 'closed')
      return open.filter((session) => keyId === undefined || session.keyId === keyId).length
    },
    async closeAll() {
      const all = [...sessions.values()]
      for (const session of all) session.close()
      await Promise.all(all.map(({ done }) => done))
    },
  }
}

function wayIn(instance: Instance): Pick<SessionOrder, 'instance' | 'address' | 'keyId'> {
  const keyId = instance.boundKeyId
  if (keyId === null)
    throw new LatchkeyError('instance-not-bound', `No key pair is bound to ${instance.name}.`, {
      advice: 'Bind a key pair to it, then connect.',
    })
  const [address] = instance.ssh
  if (address === undefined)
    throw new LatchkeyError('instance-no-address', `${instance.name} has no address for SSH.`, {
      advice: 'Give it a public address or a port forward in the cloud, then refresh.',
    })
  return { instance, address, keyId }
}
