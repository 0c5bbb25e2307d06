import type { WorkItem } from '../../../contract/work.js'
import { hasEnded } from './work-words.js'

/** What goes on without its own screen. The end of all else is told where it was begun. */
const TOLD = new Set<WorkItem['kind']>(['bind', 'unbind', 'sync', 'start', 'stop'])

/** The ends that this window tells its user of: of work that was begun in it, and is out of their sight. */
export const toTell = (items: readonly WorkItem[]): WorkItem[] =>
  items.filter((item) => hasEnded(item) && item.begunHere && !item.read && TOLD.has(item.kind))
