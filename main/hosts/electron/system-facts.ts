import { asPlainText } from '../../../contract/base.js'
import type { SessionList } from '../../../contract/session-list.js'
import { type DesktopSettings, defaultDesktop, type Language } from '../../../contract/settings.js'

/** What the app's main process knows of the core, for tray, dock and notifications. */
export interface SystemFacts {
  /** The vault is open: it can be locked, and instances be named. */
  open: boolean
  /** The last instances with a terminal, the newest first; none while the vault is not open. */
  recents: RecentInstance[]
  settings: DesktopSettings
  language: Language
}

export interface RecentInstance {
  instanceId: string
  user: string
  /** `web-1 (root@192.0.2.7)`, as the window names both. */
  label: string
}

/** Before the core has told anything. */
export const noFacts: SystemFacts = { open: false, recents: [], settings: defaultDesktop, language: 'system' }

/** A menu with more is no quick way. */
const MOST_RECENT = 8
const MOST_CHARACTERS = 80

/** The instances with terminals lately, those that are open now too, each user of one once. */
export function recentInstances({ open, recent }: SessionList): RecentInstance[] {
  const newest = [...open, ...recent].sort((a, b) => b.since.localeCompare(a.since))
  const seen = new Set<string>()
  return newest
    .filter(({ instanceId, user }) => {
      const place = `${user} ${instanceId}`
      return seen.size < seen.add(place).size
    })
    .slice(0, MOST_RECENT)
    .map(({ instanceId, user, instanceName, target }) => {
      return { instanceId, user, label: cut(asPlainText(`${instanceName} (${target})`)) }
    })
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
