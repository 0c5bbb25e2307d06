import { nameOf } from '../../contract/file-names.js'
import type { FileEntry } from '../../contract/files.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { FilesService, TransfersService } from '../../main/core/services.js'
import { ago } from './fake-data.js'

/** One folder, the same wherever one looks, with a name of every kind. Nothing in it can be changed. */
export function fakeFiles(empty: boolean): FilesService {
  const entries = empty ? [] : [folder('site'), ...NAMES.map((name, n) => file(name, n * 12_345))]
  const refuse = () => {
    throw new LatchkeyError('remote-read-only', "The server's file system can only be read.", {
      advice: 'Choose another folder.',
    })
  }
  return {
    async access() {
      async function* watch() {
        yield {
          state: 'open' as const,
          phase: null,
          target: 'debian@203.0.0.1',
          home: '/home/debian',
          problem: null,
        }
        return undefined
      }
      return watch()
    },
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
    count: async () => refuse(),
    remove: async () => refuse(),
    setPermissions: async () => refuse(),
    readText: async ({ path }) => {
      return { path, text: 'Hello\n', lineEnds: 'lf', bom: false, version: 'v', writable: true }
    },
    saveText: async () => refuse(),
    localFolder: async ({ path = '/home/ada' }) => ({ path, parent: '/home', entries: [], places: [] }),
  }
}

/** None, and none can be begun. */
export function fakeTransfers(): TransfersService {
  const none = () => {
    throw new LatchkeyError('transfer-not-found', 'This transfer is no longer there.')
  }
  return {
    watch: async (_nothing, { signal }) => createLiveValue([]).watch(signal),
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
