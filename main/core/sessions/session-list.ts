import type { OpenSession, RecentSession, SessionList } from '../../../contract/session-list.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Ports } from '../ports.js'
import type { Profile } from '../profile.js'
import { endOf, isSamePlace, withEnd, withRecent } from './recent.js'
import type { Session, SessionOrder } from './session.js'

/** The sessions of all windows, and those of before, which the profile keeps. */
export interface SessionListKeeper {
  /** Lists a session until it has ended, and notes it in the profile once it is open, or has failed. */
  follow(session: Pick<Session, 'status'>, order: Pick<SessionOrder, 'instance' | 'user'>): void
  watch(signal?: AbortSignal): AsyncIteratorObject<SessionList, undefined, void>
  clearRecent(): Promise<void>
  /** Recent ones of instances that are no more have gone with these. */
  profileChanged(before: Profile, after: Profile): void
  /** What has ended is in the profile. */
  settled(): Promise<void>
}

export function createSessionList(ports: Pick<Ports, 'profile' | 'clock' | 'log'>): SessionListKeeper {
  const { profile, clock, log } = ports
  const open = new Map<string, OpenSession>()
  const list = createLiveValue<SessionList>({ open: [], recent: profile.read().recentSessions })
  const following = new Set<Promise<void>>()
  const now = () => new Date(clock.now()).toISOString()

  function publish(): void {
    const sessions = [...open.values()].reverse()
    const isOpen = (one: RecentSession) => sessions.some((session) => isSamePlace(session, one))
    const recent = profile.read().recentSessions.filter((one) => !isOpen(one))
    list.set({ open: sessions, recent })
  }

  /** That it can't be written is no reason to end a session. */
  async function keep(change: (old: Profile) => Profile): Promise<void> {
    try {
      await profile.update(change)
    } catch (error) {
      log.error('session.recent-not-kept', error)
    }
    publish()
  }

  async function live(session: Pick<Session, 'status'>, listed: OpenSession): Promise<void> {
    let wasOpen = false
    for await (const status of session.status.watch()) {
      if (status.state === 'closed') return await leave(listed, status, wasOpen)
      if (status.state !== 'open' || wasOpen) continue
      wasOpen = true
      open.set(listed.id, { ...listed, state: 'open' })
      await keep((old) => withRecent(old, { ...placeOf(listed), end: null }))
    }
  }

  async function leave(listed: OpenSession, status: SessionStatus, wasOpen: boolean): Promise<void> {
    open.delete(listed.id)
    const end = endOf(status, wasOpen, now())
    if (end === null) return publish()
    const ended = { ...placeOf(listed), end }
    await keep((old) => (wasOpen ? withEnd(old, ended) : withRecent(old, ended)))
  }

  return {
    follow(session, { instance, user }) {
      const { id, instanceId, target, keyId } = session.status.get()
      const about = { instanceName: instance.name, user, state: 'connecting' as const, since: now() }
      const listed = { id, instanceId, target, keyId, ...about }
      open.set(id, listed)
      publish()
      const followed = live(session, listed).finally(() => following.delete(followed))
      following.add(followed)
    },
    watch: list.watch,
    async clearRecent() {
      await profile.update((old) => ({ ...old, recentSessions: [] }))
      publish()
    },
    profileChanged(before, after) {
      if (after.recentSessions.length !== before.recentSessions.length) publish()
    },
    async settled() {
      await Promise.all(following)
    },
  }
}

function placeOf({ id: _id, state: _state, ...place }: OpenSession): Omit<RecentSession, 'end'> {
  return place
}
