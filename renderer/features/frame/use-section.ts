import { useWindowEvent } from '@mantine/hooks'
import { useState } from 'react'
import type { SectionId } from './navigation.js'
import { sections } from './sections.js'

const first = sections[0]?.id ?? 'keys'

/** Which section is shown. The browser's Back and Forward go through them, and a reload stays where it was. */
export function useSection() {
  const [shown, setShown] = useState<SectionId>(() => sectionOf(history.state))
  const [visited, setVisited] = useState<ReadonlySet<SectionId>>(new Set([shown]))
  const show = (section: SectionId) => {
    setVisited((before) => new Set([...before, section]))
    setShown(section)
  }
  const goTo = (section: SectionId) => {
    if (section !== shown) history.pushState({ section }, '')
    show(section)
  }
  useWindowEvent('popstate', ({ state }) => show(sectionOf(state)))
  return { shown, visited, goTo }
}

/** What a history entry says; the first section where it says nothing, as the first entry does. */
function sectionOf(state: unknown): SectionId {
  const named = state !== null && typeof state === 'object' && 'section' in state ? state.section : null
  return sections.find(({ id }) => id === named)?.id ?? first
}
