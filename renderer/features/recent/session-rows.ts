import type { Instance } from '../../../contract/instances.js'
import type { SessionList } from '../../../contract/session-list.js'
import { say } from '../../../contract/words/say.js'
import { mainAction } from '../instances/instance-words.js'
import type { Nameplates } from '../nameplates/use-nameplates.js'
import type { Pane } from '../sessions/panes.js'
import { openWords, recentWords, type SessionWords } from './session-words.js'

/** A session as a row: an open one, or the last on an instance as one user. */
export interface SessionRow {
  id: string
  instanceId: string
  instanceName: string
  user: string
  target: string
  keyName: string
  words: SessionWords
  /** When it began, or ended; ISO 8601. */
  at: string
  /** What can be done with it. `show`: in this window. `end`: it is in another. */
  action:
    | { kind: 'show'; paneId: string }
    | { kind: 'end'; sessionId: string }
    | { kind: 'connect' }
    | { kind: 'none'; reason: string }
}

interface Known {
  panes: readonly Pane[]
  instances: readonly Instance[]
  keys: readonly { id: string; name: string }[]
}

/** The open ones first, then the recent ones. */
export function sessionRows({ open, recent }: SessionList, known: Known): SessionRow[] {
  const nameOf = (id: string | null) => known.keys.find((key) => key.id === id)?.name ?? ''
  const instances = new Map(known.instances.map((instance) => [instance.id, instance]))
  const openRows = open.map(({ id, keyId, since, state, ...about }): SessionRow => {
    const pane = known.panes.find(({ session }) => session?.id === id)
    const words = openWords({ state }, pane !== undefined)
    const action =
      pane === undefined
        ? { kind: 'end' as const, sessionId: id }
        : { kind: 'show' as const, paneId: pane.id }
    return { ...about, id, keyName: nameOf(keyId), words, at: since, action }
  })
  const recentRows = recent.map((session): SessionRow => {
    const { keyId, since, end, ...about } = session
    const action = again(instances.get(session.instanceId))
    const id = `${about.user} ${about.instanceId}`
    return { ...about, id, keyName: nameOf(keyId), words: recentWords(session), at: end?.at ?? since, action }
  })
  return [...openRows, ...recentRows]
}

function again(instance: Instance | undefined): SessionRow['action'] {
  if (instance === undefined) return { kind: 'none', reason: say`no longer there` }
  const action = mainAction(instance)
  if (action.kind === 'connect') return action
  return { kind: 'none', reason: action.kind === 'bind' ? say`no bound key` : action.reason }
}

/** Those that hold every word somewhere, in any order and case. */
export function filterSessions(rows: SessionRow[], filter: string, plates: Nameplates): SessionRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const { name, colour } = plates.get(row.instanceId) ?? {}
    const { instanceName, target, keyName, words: said } = row
    const text = [instanceName, name, colour, target, keyName, said.word, said.more].join('\n')
    return words.every((word) => text.toLowerCase().includes(word))
  })
}
