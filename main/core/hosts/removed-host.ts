import { takeOut } from '../lib/take-out.js'
import type { ConnectionRecord, Profile } from '../profile.js'

export interface WithoutHost {
  profile: Profile
  /**
   * Any later profile with the host again, and all that was known of it. What named a key pair that is no more stays out,
   * and the password of its proxy, which went with it.
   */
  back(now: Profile): Profile
}

/** The profile without a host and everything that it knows of the host's instance. */
export function withoutHost(before: Profile, id: string, instanceId: string): WithoutHost {
  const isIts = (one: { instanceId: string }) => one.instanceId === instanceId
  const hosts = takeOut(before.hosts, (host) => host.id === id)
  const bindings = takeOut(before.bindings, isIts)
  const looseProofs = takeOut(before.looseProofs, isIts)
  const recentSessions = takeOut(before.recentSessions, isIts)
  const connections = takeOut(before.connections, isIts)
  const forwards = takeOut(before.forwards, isIts)
  const nameplates = takeOut(before.nameplates, isIts)
  return {
    profile: {
      ...before,
      hosts: hosts.left,
      bindings: bindings.left,
      looseProofs: looseProofs.left,
      recentSessions: recentSessions.left,
      connections: connections.left,
      forwards: forwards.left,
      nameplates: nameplates.left,
    },
    back(now) {
      const isThere = ({ keyId }: { keyId: string }) => now.keys.some(({ id }) => id === keyId)
      return {
        ...now,
        hosts: hosts.back(now.hosts),
        bindings: bindings.back(now.bindings).filter((one) => !isIts(one) || isThere(one)),
        looseProofs: looseProofs.back(now.looseProofs),
        recentSessions: recentSessions.back(now.recentSessions),
        connections: connections.back(now.connections).map((one) => (isIts(one) ? unlocked(one) : one)),
        forwards: forwards.back(now.forwards),
        nameplates: nameplates.back(now.nameplates),
      }
    },
  }
}

const unlocked = (one: ConnectionRecord): ConnectionRecord => ({
  ...one,
  proxy: one.proxy && { ...one.proxy, passwordId: null },
})
