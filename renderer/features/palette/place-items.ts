import { IconCloud, IconKey, IconTerminal2 } from '@tabler/icons-react'
import type { Account } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import type { Nameplate } from '../../../contract/nameplates.js'
import { say } from '../../../contract/words/say.js'
import { wantAccount } from '../accounts/wanted-account.js'
import type { SectionId } from '../frame/navigation.js'
import { sections } from '../frame/sections.js'
import { wantKey } from '../keys/wanted-key.js'
import type { Nameplates } from '../nameplates/use-nameplates.js'
import { focusPane, focusTerminal } from '../sessions/arrange.js'
import { connectsOnEnter, type Pane } from '../sessions/panes.js'
import { reconnect } from '../sessions/sessions.js'
import { actions, type PaletteAction } from './actions.js'
import type { PaletteItem } from './palette-item.js'

/** Shows a section, and gives it the keyboard. */
export type ShowSection = (section: SectionId) => void

/** The terminals of this window. */
export function terminalItems(panes: readonly Pane[], plates: Nameplates): PaletteItem[] {
  return panes.map((pane) => terminalItem(pane, plates.get(pane.target.instanceId)))
}

/**
 * Stands before its instance, as an open file does in an editor's palette: who types a name wants to be there, and a second
 * session is one row below. Where its session is gone Enter connects, so that three letters and Enter always do.
 */
function terminalItem(pane: Pane, plate: Nameplate | undefined): PaletteItem {
  const { id, target, session, title } = pane
  const { instanceName } = target
  const isGone = connectsOnEnter(pane)
  return {
    id: `terminal ${id}`,
    kind: 'terminal',
    title: instanceName,
    plate,
    facts: [plate?.name, session?.target, title].filter(Boolean).join('  '),
    haystack: [instanceName, plate?.name, plate?.colour, session?.target, title, 'terminal', say`terminal`]
      .join('\n')
      .toLowerCase(),
    icon: IconTerminal2,
    does: isGone ? say`Reconnect` : say`Switch to`,
    recent: 0,
    run() {
      if (isGone) reconnect(id)
      focusPane(id)
      focusTerminal()
    },
  }
}

/** What people call what is in a section. */
const otherWords: Partial<Record<SectionId, string>> = {
  instances: say`servers hosts machines`,
  keys: say`import create export archive bin`,
  map: say`trust graph who has which`,
  sessions: say`terminals recent history`,
  forwards: say`ports tunnels socks proxy -L -R -D`,
  'known-hosts': say`host keys fingerprints`,
  activity: say`audit log history events`,
  settings: say`preferences options terminal font theme colours colors scheme cursor bell scrollback paste clipboard lock password backup restore recovery kit ssh config`,
}

export function sectionItems(show: ShowSection): PaletteItem[] {
  return sections.map(({ id, label, icon }) => ({
    id: `section ${id}`,
    kind: 'section',
    title: label,
    facts: '',
    haystack: [label, say`go to ${label}`, otherWords[id]].join('\n').toLowerCase(),
    icon,
    does: say`Go to`,
    run: () => show(id),
  }))
}

export function keyItems(keys: readonly KeyPair[], show: ShowSection): PaletteItem[] {
  return keys.map(({ id, name, fingerprint, tags, description, state }) => ({
    id: `key ${id}`,
    kind: 'key',
    title: name,
    facts: [say`Key`, `…${fingerprint.slice(-8)}`, ...tags, state === 'active' ? '' : state]
      .filter(Boolean)
      .join('  '),
    haystack: [name, 'key', say`key`, fingerprint, ...tags, description].join('\n').toLowerCase(),
    icon: IconKey,
    does: say`Go to`,
    run() {
      wantKey(id)
      show('keys')
    },
  }))
}

export function accountItems(accounts: readonly Account[], show: ShowSection): PaletteItem[] {
  return accounts.map(({ id, name, disabled }) => ({
    id: `account ${id}`,
    kind: 'account',
    title: name,
    facts: disabled ? say`Account  disabled` : say`Account`,
    haystack: `${name}\naccount\n${say`account`}`.toLowerCase(),
    icon: IconCloud,
    does: say`Go to`,
    run() {
      wantAccount(id)
      show('accounts')
    },
  }))
}

export function actionItems(show: ShowSection): PaletteItem[] {
  return actions.filter(({ isThere }) => isThere?.() ?? true).map((action) => actionItem(action, show))
}

function actionItem(
  { id, title, words = '', shortcut, icon, section, run }: PaletteAction,
  show: ShowSection,
): PaletteItem {
  return {
    id: `action ${id}`,
    kind: 'action',
    title,
    facts: '',
    haystack: `${title}\n${words}`.toLowerCase(),
    icon,
    does: say`Do`,
    shortcut,
    async run() {
      if (section !== undefined) show(section)
      await run()
    },
  }
}
