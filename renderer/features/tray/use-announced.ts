import { useEffect, useRef, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import type { WorkItem } from '../../../contract/work.js'
import { hasEnded, workState, workTitle } from './work-words.js'

/** Nobody needs to hear of what is over before it is said. */
const SAID_AFTER_MS = 1_000

/** What a screen reader is told: each piece of work that takes longer than a second, as it begins and as it ends. */
export function useAnnounced(items: readonly WorkItem[]): string {
  const [said, setSaid] = useState('')
  const begun = useRef(new Map<string, string>())
  const now = useRef(items)
  now.current = items
  const ids = items.map(({ id, endedAt }) => `${id}${endedAt ?? ''}`).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: said anew as work begins and ends, not at each step of it
  useEffect(() => {
    for (const [id, title] of begun.current) {
      const item = now.current.find((one) => one.id === id)
      if (item !== undefined && !hasEnded(item)) continue
      begun.current.delete(id)
      setSaid(`${title}: ${item === undefined ? say`ended` : workState(item)}`)
    }
    const timer = setTimeout(() => {
      for (const item of now.current) {
        if (hasEnded(item) || begun.current.has(item.id)) continue
        begun.current.set(item.id, workTitle(item))
        setSaid(say`${workTitle(item)} has begun`)
      }
    }, SAID_AFTER_MS)
    return () => clearTimeout(timer)
  }, [ids])
  return said
}
