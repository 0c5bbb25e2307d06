import { nameOf } from '../../contract/file-names.js'
import type { FileEntry } from '../../contract/files.js'
import type { Transfer } from '../../contract/transfers.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { FilesService, TransfersService } from '../../main/core/services.js'
import { ago, problem } from './fake-data.js'

/** One folder, the same wherever one looks, with a name of every kind. Nothing in it can be changed. */
export function fakeFiles(empty: boolean): FilesService {
  const entries = empty ? [] : [folder('site'), ...NAMES.map((name, n) => file(name, n * 12_345))]
  const refuse = () => {
    throw new LatchkeyError('remote-read-only', "The server's file system can only be read.", {
      advice: 'Choose another folder.',
    })
  }
  return {
    access: async (_input, { signal }) =>
      createLiveValue({
        state: 'open' as const,
        phase: null,
        target: 'debian@203.0.0.1',
        home: '/home/debian',
        problem: null,
      }).watch(signal),
    async list({ path }) {
      async function* watch() {
        yield { path, entries, complete: true, refused: 0, cut: false }
        return undefined
      }
      return watch()
    },
    details: async ({ path }) => ({ ...file(nameOf(path), 0), path, target: null, accessed: null }),
    makeFolder: async () => refuse(),
    rename: async () => refuse(),
    async count({ paths }) {
      async function* watch() {
        yield { files: 42, folders: paths.length, bytes: 1_234_567, complete: true, unreadable: 0 }
        return undefined
      }
      return watch()
    },
    remove: async () => refuse(),
    setPermissions: async () => refuse(),
    readText: async ({ path }) => {
      return { path, text: 'Hello\n', lineEnds: 'lf', bom: false, version: 'v', writable: true }
    },
    saveText: async () => refuse(),
    localFolder: async ({ path = '/home/ada' }) => ({ path, parent: '/home', entries: [], places: [] }),
  }
}

/** One in each state that wants something of the user, or none; none can be begun. */
export function fakeTransfers(some = false): TransfersService {
  const none = () => {
    throw new LatchkeyError('transfer-not-found', 'This transfer is no longer there.')
  }
  return {
    watch: async (_nothing, { signal }) => createLiveValue(some ? transfers : []).watch(signal),
    upload: async () => none(),
    download: async () => none(),
    copy: async () => none(),
    offer: async () => none(),
    wanted: async () => none(),
    give: async () => none(),
    pause: async () => none(),
    resume: async () => none(),
    cancel: async () => none(),
    retry: async () => none(),
    clear: async () => undefined,
    answerConflict: async () => none(),
    closeAll: async () => undefined,
  }
}

const MB = 1_000_000

const transfer = (
  part: Pick<Transfer, 'id' | 'direction' | 'name' | 'state'> & Partial<Transfer>,
): Transfer => ({
  ...{ instanceId: 'a1/vm-0', instanceName: 'web-1', source: null },
  ...{ from: '/home/ada/site', to: '/home/debian/site', bytes: 240 * MB, files: 310, counted: true },
  ...{ doneBytes: 96 * MB, doneFiles: 120, speed: null, secondsLeft: null, current: null, conflicts: [] },
  ...{ skipped: 0, problems: [], failed: 0, notes: [], checked: null, startedAt: ago(1), endedAt: null },
  ...part,
})

const transfers: Transfer[] = [
  transfer({
    ...{ id: 't1', direction: 'upload', name: 'site', state: 'running' },
    ...{ speed: 8 * MB, secondsLeft: 18, current: 'assets/intro.mp4' },
  }),
  transfer({
    ...{ id: 't2', direction: 'download', name: 'dump.sql', state: 'asking', files: 1, doneFiles: 0 },
    conflicts: [
      {
        ...{ id: 'c1', path: '/home/ada/Downloads/dump.sql' },
        source: { size: 240 * MB, modified: ago(30) },
        target: { size: 96 * MB, modified: ago(60 * 24) },
        choices: ['resume', 'overwrite', 'keep-both', 'skip'],
      },
    ],
  }),
  transfer({
    ...{ id: 't3', direction: 'upload', name: 'logs and 3 more', state: 'done', failed: 1, endedAt: ago(0) },
    ...{ doneFiles: 309, doneBytes: 240 * MB, checked: 'tail' },
    problems: [
      {
        path: 'logs/nginx/error.log',
        problem: problem('remote-denied', 'The server allows no writing there.', 'Ask its owner.'),
      },
    ],
  }),
]

const NAMES = [
  'notes.txt',
  'Grüße 🔑.md',
  'two\nlines',
  'it\'s "quoted"',
  'r\udce9sum\udce9.txt',
  'gpj.\u202eexe',
  '.profile',
]

const file = (name: string, size: number): FileEntry => {
  return {
    name,
    kind: 'file',
    leadsTo: 'file',
    size,
    modified: ago(3),
    permissions: 0o644,
    uid: 1000,
    gid: 1000,
  }
}

const folder = (name: string): FileEntry => {
  return { ...file(name, 4096), kind: 'folder', leadsTo: 'folder', permissions: 0o755 }
}
