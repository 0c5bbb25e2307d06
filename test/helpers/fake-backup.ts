import { setTimeout as sleep } from 'node:timers/promises'
import type { BackupWork, KitState, ProfileCopy, RestorePreview, RestoreRow } from '../../contract/backup.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { BackupService } from '../../main/core/services.js'
import * as data from './fake-data.js'

const code = 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX'
const path = '/home/ada/.local/share/latchkey/rescue.age'

/** A kit and a preview with one row of each kind; only the passphrase `correct` opens anything. Restoring a row takes `rowMs`. */
export function fakeBackup(initial?: 'current' | 'stale', rowMs = 0): BackupService {
  const work = createLiveValue<BackupWork | null>(null)
  let stopped = false
  let hintDismissed = false
  let copies = [...allCopies]
  let kit: KitState | null = initial === undefined ? null : stateOf(initial)
  return {
    kit: async () => kit,
    makeKit: async () => ({ code, path, madeAt: data.ago(0) }),
    async confirmKit({ lastGroup }) {
      if (lastGroup.toUpperCase() !== code.slice(-6))
        throw new LatchkeyError('input-invalid', 'These are not the last six characters of the code.')
      kit = stateOf('current')
      return kit
    },
    async removeKit() {
      kit = null
    },
    kitHint: async () => kit === null && !hintDismissed,
    async dismissKitHint() {
      hintDismissed = true
    },
    export: async ({ fileName }) => ({
      ...{ path: `/home/ada/Downloads/${fileName}`, bytes: 9_000, keys: 6, accounts: 2, without: [] },
    }),
    async inspect({ secret }) {
      if (secret !== 'correct')
        throw new LatchkeyError('passphrase-wrong', 'The passphrase does not open this file.', {
          advice: 'Mind capitals and blanks at the ends.',
        })
      return preview
    },
    async restore({ rowIds }) {
      stopped = false
      const results: Awaited<ReturnType<BackupService['restore']>> = []
      for (const rowId of rowIds) {
        work.set({ what: 'restore', done: results.length, total: rowIds.length })
        await sleep(rowMs)
        if (stopped) break
        const name = preview.rows.find(({ id }) => id === rowId)?.name ?? rowId
        results.push({ rowId, outcome: 'restored', name })
      }
      work.set(null)
      return results
    },
    async stopRestore() {
      stopped = true
    },
    watchWork: async (_nothing, { signal }) => work.watch(signal),
    copies: async () => ({ folder: '/home/ada/.local/share/latchkey/backups', copies }),
    async deleteCopies() {
      copies = copies.filter(({ setAside }) => setAside)
    },
    inspectCopy: async () => preview,
    bringBack: async () => undefined,
    forget: async () => undefined,
    setAside: async () => ({
      folder: '/home/ada/.local/share/latchkey/backups/set-aside-2026-07-04T08-00-00-000Z',
    }),
  }
}

const copy = (minutes: number, rest: Partial<ProfileCopy>): ProfileCopy => ({
  ...{ name: data.ago(minutes).replace(/[:.]/g, '-'), at: data.ago(minutes), reason: 'password' },
  ...{ setAside: false, bytes: 48_213, keys: 6, sealed: true, ...rest },
})

const allCopies = [
  copy(50, {}),
  copy(3 * 24 * 60, { reason: 'restore', bytes: 31_007, keys: 4 }),
  copy(9 * 24 * 60, { reason: 'kit', keys: 4 }),
  copy(21 * 24 * 60, { reason: null, setAside: true, keys: 3, bytes: 22_480 }),
]

const stateOf = (state: 'current' | 'stale'): KitState => ({
  madeAt: data.ago(40 * 24 * 60),
  recipient: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdxn2l4mqtljwlg',
  path,
  writtenAt: data.ago(90),
  upToDate: state === 'current',
  without: [],
  problem:
    state === 'current'
      ? null
      : data.problem('file-unwritable', 'The disk is full.', 'Make room on it; the file follows by itself.'),
})

const fingerprint = 'SHA256:Sx2nnCBBkL7yXg4TLUFpJ2jhPGQ6WEySv1KXy0FHMrw'

const row = (id: string, rest: Partial<RestoreRow>): RestoreRow => ({
  ...{ id, kind: 'key', name: id, detail: fingerprint, state: 'new', differs: [], does: 'stores it' },
  ...{ proposed: true, ...rest },
})

const preview: RestorePreview = {
  id: 'preview',
  madeAt: data.ago(3 * 24 * 60),
  expiresAt: data.ago(-10),
  rows: [
    row('deploy-2026', {}),
    row('web-frankfurt', {
      state: 'different',
      differs: ['another key pair has its name'],
      does: 'stores it as web-frankfurt (restored)',
    }),
    row('backup-runner', { state: 'same', does: null, proposed: false }),
    row('old-bastion', { state: 'bin', does: 'takes it out of the bin', proposed: false }),
    row('acc', { kind: 'account', name: 'Frankfurt', detail: 'cloudstack' }),
    row('bindings', {
      kind: 'bindings',
      name: 'Bindings',
      detail: '',
      does: 'binds 4 instances, where key pair and account are here then',
    }),
    row('wanted', {
      kind: 'wanted',
      name: 'Sync rules',
      detail: '',
      does: 'adds 2 rules, where key pair and account are here then',
    }),
    row('host', { kind: 'known-host', name: 'web-1.example', does: 'makes it known' }),
    row('settings', {
      kind: 'settings',
      name: 'Settings',
      detail: '',
      state: 'same',
      does: null,
      proposed: false,
    }),
  ],
}
