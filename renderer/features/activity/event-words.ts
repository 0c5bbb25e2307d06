import type { ActivityEntry, ActivityEvent } from '../../../contract/activity.js'
import type { Tone } from '../../ui/tone.js'

interface Words {
  says: string
  tone: Tone
  group: GroupId
}

/** What each event is called, how it is coloured, and where the choice of kinds has it. */
const words: Record<ActivityEvent, Words> = {
  'vault-made': { says: 'Vault made', tone: 'ok', group: 'vault' },
  'vault-unlocked': { says: 'Vault opened', tone: 'ok', group: 'vault' },
  'vault-unlock-failed': { says: 'Wrong password', tone: 'danger', group: 'vault' },
  'vault-locked': { says: 'Vault locked', tone: 'idle', group: 'vault' },
  'vault-password-set': { says: 'Password set', tone: 'ok', group: 'vault' },
  'vault-password-changed': { says: 'Password changed', tone: 'ok', group: 'vault' },
  'vault-password-removed': { says: 'Password removed', tone: 'warn', group: 'vault' },
  'key-made': { says: 'Key created', tone: 'ok', group: 'kept' },
  'key-imported': { says: 'Key imported', tone: 'ok', group: 'kept' },
  'key-renamed': { says: 'Key renamed', tone: 'idle', group: 'kept' },
  'key-archived': { says: 'Key archived', tone: 'idle', group: 'kept' },
  'key-binned': { says: 'Key moved to bin', tone: 'warn', group: 'kept' },
  'key-restored': { says: 'Key restored', tone: 'ok', group: 'kept' },
  'key-deleted': { says: 'Key deleted', tone: 'danger', group: 'kept' },
  'key-exported': { says: 'Private key exported', tone: 'warn', group: 'kept' },
  'key-used': { says: 'Key used', tone: 'ok', group: 'used' },
  'key-bound': { says: 'Key bound', tone: 'ok', group: 'used' },
  'key-unbound': { says: 'Key unbound', tone: 'warn', group: 'used' },
  'key-pushed': { says: 'Public key pushed', tone: 'ok', group: 'used' },
  'account-added': { says: 'Account added', tone: 'ok', group: 'used' },
  'account-changed': { says: 'Account changed', tone: 'idle', group: 'used' },
  'account-key-made': { says: 'Key pair made by a cloud', tone: 'warn', group: 'used' },
  'account-key-renamed': { says: 'Public key renamed', tone: 'idle', group: 'used' },
  'sync-rules-changed': { says: 'Sync rules changed', tone: 'idle', group: 'used' },
  'account-key-deleted': { says: 'Public key deleted', tone: 'warn', group: 'used' },
  'instance-started': { says: 'Instance started', tone: 'ok', group: 'used' },
  'instance-stopped': { says: 'Instance stopped', tone: 'warn', group: 'used' },
  'account-removed': { says: 'Account removed', tone: 'warn', group: 'used' },
  'host-added': { says: 'Host added', tone: 'ok', group: 'used' },
  'host-changed': { says: 'Host changed', tone: 'idle', group: 'used' },
  'host-removed': { says: 'Host removed', tone: 'warn', group: 'used' },
  'kit-made': { says: 'Recovery kit made', tone: 'ok', group: 'vault' },
  'kit-removed': { says: 'Recovery kit removed', tone: 'warn', group: 'vault' },
  'backup-made': { says: 'Backup made', tone: 'ok', group: 'vault' },
  'backup-restored': { says: 'Backup restored', tone: 'ok', group: 'vault' },
  'vault-moved': { says: 'Vault moved', tone: 'ok', group: 'vault' },
  'vault-old-copy-deleted': { says: 'Old copy of the vault deleted', tone: 'idle', group: 'vault' },
  'vault-move-undone': { says: 'Move of the vault undone', tone: 'warn', group: 'vault' },
  'vault-set-aside': { says: 'Vault set aside', tone: 'warn', group: 'vault' },
  'vault-checked': { says: 'Vault checked', tone: 'ok', group: 'vault' },
  'vault-repaired': { says: 'Vault repaired', tone: 'warn', group: 'vault' },
  'files-uploaded': { says: 'Files uploaded', tone: 'ok', group: 'files' },
  'files-downloaded': { says: 'Files downloaded', tone: 'ok', group: 'files' },
  'upload-unfinished': { says: 'Upload not finished', tone: 'warn', group: 'files' },
  'download-unfinished': { says: 'Download not finished', tone: 'warn', group: 'files' },
}

export const eventSays = (event: ActivityEvent): string => words[event].says
export const eventTone = (event: ActivityEvent): Tone => words[event].tone

export type GroupId = 'used' | 'kept' | 'vault' | 'files'

/** The kinds that the list can be narrowed to. */
export const groups: { value: GroupId | 'all'; label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'used', label: 'Keys in use' },
  { value: 'kept', label: 'Keys kept' },
  { value: 'vault', label: 'Vault' },
  { value: 'files', label: 'Files' },
]

/** None for everything. */
export function eventsOf(group: GroupId | 'all'): ActivityEvent[] {
  const all = Object.keys(words) as ActivityEvent[]
  return group === 'all' ? [] : all.filter((event) => words[event].group === group)
}

const lockCauses: Record<string, string> = {
  user: 'by the user',
  idle: 'nobody was at work',
  sleep: 'the computer slept',
  'screen-lock': 'the screen was locked',
  'window-closed': 'the last window was closed',
}

/** The rest of the entry, for people. */
export function detailOf({ event, detail = '' }: ActivityEntry): string {
  return event === 'vault-locked' ? (lockCauses[detail] ?? detail) : detail
}

/** The instance or the account that it was about. */
export function placeOf({ instance, account }: ActivityEntry): string {
  return instance?.name ?? account?.name ?? ''
}
