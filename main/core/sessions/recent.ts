import type { RecentSession, SessionEnd } from '../../../contract/session-list.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { inEnglish } from '../../../contract/words/said.js'
import { hasPlace } from '../inventory/place.js'
import type { Profile } from '../profile.js'

const MOST = 50
const MOST_WORDS = 300

/** The profile after a session began or ended. Nothing is kept of an instance that is no more. */
export function withRecent(profile: Profile, session: RecentSession): Profile {
  if (!hasPlace(profile, session.instanceId)) return profile
  const others = profile.recentSessions.filter((one) => !isSamePlace(one, session))
  const recentSessions = [session, ...others].sort((a, b) => b.since.localeCompare(a.since)).slice(0, MOST)
  return { ...profile, recentSessions }
}

/** The profile after a session that was noted has ended; as it is where that was forgotten, or a later one has its place. */
export function withEnd(profile: Profile, ended: RecentSession): Profile {
  const noted = profile.recentSessions.some((one) => isSamePlace(one, ended) && one.since === ended.since)
  return noted ? withRecent(profile, ended) : profile
}

type Place = Pick<RecentSession, 'instanceId' | 'user'>

/** Whether two sessions are of the same instance and user. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.instanceId === other.instanceId && one.user === other.user
}

/** How a closed session ended; null where the user gave it up before it was open. `at`: ISO 8601. */
export function endOf(
  { problem, exit }: Pick<SessionStatus, 'problem' | 'exit'>,
  wasOpen: boolean,
  at: string,
): SessionEnd | null {
  const said = problem === null ? null : inEnglish(problem.message).slice(0, MOST_WORDS)
  if (said !== null) return { at, how: wasOpen ? 'lost' : 'failed', exit: null, problem: said }
  if (!wasOpen) return null
  return { at, how: exit === null ? 'closed' : 'exited', exit, problem: null }
}
