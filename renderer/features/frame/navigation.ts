import { createContext, useContext } from 'react'

export type SectionId =
  | 'instances'
  | 'keys'
  | 'accounts'
  | 'map'
  | 'sessions'
  | 'forwards'
  | 'known-hosts'
  | 'activity'
  | 'settings'

/** Shows a section, e.g. from another one's empty state. */
export const GoTo = createContext<(section: SectionId) => void>(() => undefined)
export const useGoTo = () => useContext(GoTo)
