import { stillProven, type TrustEdge } from './graph.js'

/** What trusts of one key, or of one instance, come to. */
export interface Grades {
  declared: number
  observed: number
  proven: number
  /** The last login, ISO 8601, UTC; null without one. */
  provenAt: string | null
  /** Seen where the cloud doesn't say so. */
  notDeclared: boolean
  /** Said by the cloud, and in no file that was read there; or let in, and not in the user's file that was read since. */
  notObserved: boolean
}

export function noGrades(): Grades {
  return { declared: 0, observed: 0, proven: 0, provenAt: null, notDeclared: false, notObserved: false }
}

/** Adds a trust to what is counted already. */
export function count(grades: Grades, trust: TrustEdge): void {
  const { declared, observed, instance } = trust
  const proven = stillProven(trust)
  const isDeclared = declared.length > 0
  const isObserved = observed.length > 0
  if (isDeclared) grades.declared++
  if (isObserved) grades.observed++
  if (proven.length > 0) grades.proven++
  if (isObserved && !isDeclared) grades.notDeclared = true
  if (isDeclared && !isObserved && instance.files.length > 0) grades.notObserved = true
  if (!isObserved && proven.some((proof) => isMissedSince(proof, instance))) grades.notObserved = true
  for (const { at } of proven) grades.provenAt = later(grades.provenAt, at)
}

/** The key may have been taken away after the login. */
function isMissedSince({ user, at }: TrustEdge['proven'][number], { files }: TrustEdge['instance']): boolean {
  return files.some((file) => file.user === user && file.at > at)
}

/** The later of two times in ISO 8601, UTC. */
export function later(last: string | null, at: string): string {
  return last === null || at > last ? at : last
}

/** The earlier of the two. */
export function earlier(first: string | null, at: string): string {
  return first === null || at < first ? at : first
}
