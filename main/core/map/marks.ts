import type { MapMark, WeakReason } from '../../../contract/map.js'
import { stateOf } from '../keys/key-pair.js'
import { earlier, type Grades } from './grades.js'
import type { Graph, InstanceNode, KeyNode, TrustEdge } from './graph.js'
import { kindWeakness } from './key-kind.js'
import { createNamesakes, type Namesakes, underSeveralNames } from './same-names.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** What is worth a look at each node of a graph. Made once per graph. */
export interface Marks {
  ofKey(key: KeyNode, grades: Grades): MapMark[]
  /** `trusts` are those of the instance. */
  ofInstance(instance: InstanceNode, trusts: TrustEdge[], grades: Grades): MapMark[]
  weakness(key: KeyNode): WeakReason[]
  isRetired(key: KeyNode): boolean
  namesakes: Namesakes
}

interface Options {
  /** Milliseconds since the epoch. */
  now: number
  /** After how many days a key is old; null: never. */
  keyAgeDays: number | null
}

/** Reads the graph; what is asked of a key is worked out once. */
export function createMarks(graph: Graph, { now, keyAgeDays }: Options): Marks {
  const namesakes = createNamesakes(graph)
  const several = new Set(graph.accounts.flatMap(({ holdings }) => [...underSeveralNames(holdings)]))
  const oldest = keyAgeDays === null ? null : new Date(now - keyAgeDays * DAY_MS).toISOString()
  const today = localDay(now)
  const weak = graph.keys.map((key) => weakReasons(key, oldest))
  const retired = graph.keys.map((key) => isOver(key, today))
  const weakness = ({ index }: KeyNode) => weak[index] ?? []
  const isRetired = ({ index }: KeyNode) => retired[index] ?? false

  return {
    weakness,
    namesakes,
    isRetired,
    ofKey(key, { declared, observed, proven, notDeclared, notObserved }) {
      const trusts = declared + observed + proven
      return marked({
        unknown: key.record === null,
        weak: weakness(key).length > 0,
        retired: isRetired(key) && key.holdings.length + trusts > 0,
        'not-proven': trusts > 0 && proven === 0,
        'not-declared': notDeclared,
        'not-observed': notObserved,
        missing: key.missing.length > 0,
        'same-name': key.holdings.some(namesakes.has),
        'several-names': several.has(key),
      })
    },
    ofInstance({ files }, trusts, { proven, notDeclared, notObserved }) {
      let unknown = false
      let hasWeak = false
      let hasRetired = false
      for (const { key } of trusts) {
        unknown ||= key.record === null
        hasWeak ||= weakness(key).length > 0
        hasRetired ||= isRetired(key)
      }
      return marked({
        unknown,
        weak: hasWeak,
        retired: hasRetired,
        'not-proven': proven === 0,
        'not-declared': notDeclared,
        'not-observed': notObserved,
        'never-read': files.length === 0,
      })
    },
  }
}

/** The marks that are true, in the order given. */
export function marked(found: Partial<Record<MapMark, boolean>>): MapMark[] {
  const marks: MapMark[] = []
  for (const mark in found) if (found[mark as MapMark]) marks.push(mark as MapMark)
  return marks
}

/** `oldest` as ISO 8601, UTC: what is known for longer is old; null for no limit. */
function weakReasons(key: KeyNode, oldest: string | null): WeakReason[] {
  const kind = key.kind === null ? null : kindWeakness(key.kind)
  const since = oldest === null ? null : knownSince(key)
  const isOld = oldest !== null && since !== null && since < oldest
  return [...(kind === null ? [] : [kind]), ...(isOld ? ['old' as const] : [])]
}

/** Since when the key is there at least: nobody tells when a key was made that comes from elsewhere. */
function knownSince({ record, holdings, seenSince }: KeyNode): string | null {
  let first = record?.createdAt ?? seenSince
  for (const { entry } of holdings) first = earlier(first, entry.firstSeen)
  return first
}

/** Archived, in the bin, or past its last day. */
function isOver({ record }: KeyNode, today: string): boolean {
  if (record === null) return false
  return stateOf(record) !== 'active' || (record.expiresOn !== null && record.expiresOn < today)
}

/** `YYYY-MM-DD` where the user is. */
function localDay(time: number): string {
  const date = new Date(time)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
