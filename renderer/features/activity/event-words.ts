import type { ActivityEntry, ActivityEvent } from '../../../contract/activity.js'
import { inEnglish } from '../../../contract/words/said.js'
import { say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'
import { hear } from '../../words/language.js'

interface Words {
  says: string
  tone: Tone
  group: GroupId
}

/** What each event is called, how it is coloured, and where the choice of kinds has it. */
const words: Record<ActivityEvent, Words> = {
  'vault-made': { says: say`Vault made`, tone: 'ok', group: 'vault' },
  'vault-unlocked': { says: say`Vault opened`, tone: 'ok', group: 'vault' },
  'vault-unlock-failed': { says: say`Wrong password`, tone: 'danger', group: 'vault' },
  'vault-locked': { says: say`Vault locked`, tone: 'idle', group: 'vault' },
  'vault-password-set': { says: say`Password set`, tone: 'ok', group: 'vault' },
  'vault-password-changed': { says: say`Password changed`, tone: 'ok', group: 'vault' },
  'vault-password-removed': { says: say`Password removed`, tone: 'warn', group: 'vault' },
  'key-made': { says: say`Key created`, tone: 'ok', group: 'kept' },
  'key-imported': { says: say`Key imported`, tone: 'ok', group: 'kept' },
  'key-renamed': { says: say`Key renamed`, tone: 'idle', group: 'kept' },
  'key-archived': { says: say`Key archived`, tone: 'idle', group: 'kept' },
  'key-binned': { says: say`Key moved to bin`, tone: 'warn', group: 'kept' },
  'key-restored': { says: say`Key restored`, tone: 'ok', group: 'kept' },
  'key-deleted': { says: say`Key deleted`, tone: 'danger', group: 'kept' },
  'key-exported': { says: say`Private key exported`, tone: 'warn', group: 'kept' },
  'key-used': { says: say`Key used`, tone: 'ok', group: 'used' },
  'key-bound': { says: say`Key bound`, tone: 'ok', group: 'used' },
  'key-unbound': { says: say`Key unbound`, tone: 'warn', group: 'used' },
  'key-pushed': { says: say`Public key pushed`, tone: 'ok', group: 'used' },
  'account-added': { says: say`Account added`, tone: 'ok', group: 'used' },
  'account-changed': { says: say`Account changed`, tone: 'idle', group: 'used' },
  'account-key-made': { says: say`Key pair made by a cloud`, tone: 'warn', group: 'used' },
  'account-key-renamed': { says: say`Public key renamed`, tone: 'idle', group: 'used' },
  'sync-rules-changed': { says: say`Sync rules changed`, tone: 'idle', group: 'used' },
  'account-key-deleted': { says: say`Public key deleted`, tone: 'warn', group: 'used' },
  'instance-started': { says: say`Instance started`, tone: 'ok', group: 'used' },
  'instance-stopped': { says: say`Instance stopped`, tone: 'warn', group: 'used' },
  'account-removed': { says: say`Account removed`, tone: 'warn', group: 'used' },
  'host-added': { says: say`Host added`, tone: 'ok', group: 'used' },
  'host-changed': { says: say`Host changed`, tone: 'idle', group: 'used' },
  'host-removed': { says: say`Host removed`, tone: 'warn', group: 'used' },
  'kit-made': { says: say`Recovery kit made`, tone: 'ok', group: 'vault' },
  'kit-removed': { says: say`Recovery kit removed`, tone: 'warn', group: 'vault' },
  'backup-made': { says: say`Backup made`, tone: 'ok', group: 'vault' },
  'backup-restored': { says: say`Backup restored`, tone: 'ok', group: 'vault' },
  'vault-moved': { says: say`Vault moved`, tone: 'ok', group: 'vault' },
  'vault-old-copy-deleted': { says: say`Old copy of the vault deleted`, tone: 'idle', group: 'vault' },
  'vault-move-undone': { says: say`Move of the vault undone`, tone: 'warn', group: 'vault' },
  'vault-set-aside': { says: say`Vault set aside`, tone: 'warn', group: 'vault' },
  'vault-checked': { says: say`Vault checked`, tone: 'ok', group: 'vault' },
  'vault-repaired': { says: say`Vault repaired`, tone: 'warn', group: 'vault' },
  'files-uploaded': { says: say`Files uploaded`, tone: 'ok', group: 'files' },
  'files-downloaded': { says: say`Files downloaded`, tone: 'ok', group: 'files' },
  'files-copied': { says: say`Files copied between instances`, tone: 'ok', group: 'files' },
  'upload-unfinished': { says: say`Upload not finished`, tone: 'warn', group: 'files' },
  'download-unfinished': { says: say`Download not finished`, tone: 'warn', group: 'files' },
  'copy-unfinished': { says: say`Copy between instances not finished`, tone: 'warn', group: 'files' },
}

export const eventSays = (event: ActivityEvent): string => words[event].says
/** All that an event can be called. */
export const allSays: readonly string[] = Object.values(words).map(({ says }) => says)
export const eventTone = (event: ActivityEvent): Tone => words[event].tone

export type GroupId = 'used' | 'kept' | 'vault' | 'files'

/** The kinds that the list can be narrowed to. */
export const groups: { value: GroupId | 'all'; label: string }[] = [
  { value: 'all', label: say`Everything` },
  { value: 'used', label: say`Keys in use` },
  { value: 'kept', label: say`Keys kept` },
  { value: 'vault', label: say`Vault` },
  { value: 'files', label: say`Files` },
]

/** None for everything. */
export function eventsOf(group: GroupId | 'all'): ActivityEvent[] {
  const all = Object.keys(words) as ActivityEvent[]
  return group === 'all' ? [] : all.filter((event) => words[event].group === group)
}

const lockCauses: Record<string, string> = {
  user: say`by the user`,
  idle: say`nobody was at work`,
  sleep: say`the computer slept`,
  'screen-lock': say`the screen was locked`,
  'window-closed': say`the last window was closed`,
}

/** The rest of the entry, for people. */
export function detailOf({ event, detail = '' }: ActivityEntry): string {
  return event === 'vault-locked' ? (lockCauses[inEnglish(detail)] ?? hear(detail)) : hear(detail)
}

/** The instance or the account that it was about. */
export function placeOf({ instance, account }: ActivityEntry): string {
  return instance?.name ?? account?.name ?? ''
}
