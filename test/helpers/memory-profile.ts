import type {
  Clock,
  DocumentFolder,
  DocumentStore,
  GrowingFile,
  Log,
  ProfileStore,
  SharedTextFile,
  TextFile,
} from '../../main/core/ports.js'
import { emptyProfile, Profile } from '../../main/core/profile.js'

/** A ProfileStore in memory that checks every write against the schema, as the real one does. */
export function memoryProfileStore(initial: Partial<Profile> = {}): ProfileStore {
  let content = Profile.parse({ ...emptyProfile('test-profile'), ...initial })
  let last: Promise<unknown> = Promise.resolve()

  return {
    read: () => content,
    update(change) {
      const next = last.then(() => {
        content = Profile.parse(structuredClone(change(content)))
        return content
      })
      last = next.catch(() => undefined)
      return next
    },
  }
}

export function memoryDocumentStore(initial: unknown = null): DocumentStore {
  let document = structuredClone(initial)
  return {
    read: async () => structuredClone(document),
    write: async (next) => {
      document = structuredClone(next)
    },
  }
}

export function memoryDocumentFolder(initial: Record<string, unknown> = {}): DocumentFolder {
  const documents = new Map(Object.entries(structuredClone(initial)))
  return {
    names: async () => [...documents.keys()],
    read: async (name) => structuredClone(documents.get(name) ?? null),
    write: async (name, next) => void documents.set(name, structuredClone(next)),
    remove: async (name) => void documents.delete(name),
  }
}

export function memoryTextFile(initial = ''): TextFile {
  let text = initial
  return {
    read: async () => text,
    write: async (next) => {
      text = next
    },
  }
}

export function memorySharedFile(initial = ''): SharedTextFile & { text: string; backup: string | null } {
  const file = {
    path: '/home/ada/.ssh/known_hosts',
    backupPath: '/home/ada/.ssh/known_hosts.old',
    text: initial,
    backup: null as string | null,
    read: async () => file.text,
    async replace(before: string, next: string) {
      if (file.text !== before) return false
      file.backup = before
      file.text = next
      return true
    },
  }
  return file
}

export function memoryGrowingFile(initial = ''): GrowingFile {
  let text = initial
  return {
    read: async () => text,
    readFrom: async (bytes) => {
      const content = Buffer.from(text)
      return content.length < bytes ? null : { text: content.subarray(bytes).toString(), end: content.length }
    },
    append: async (line) => {
      text += `${line}\n`
    },
  }
}

export const memoryActivity = () => ({ file: memoryGrowingFile(), head: memoryTextFile() })

export interface TestLog extends Log {
  lines: {
    level: 'info' | 'warn' | 'error'
    event: string
    error?: unknown
    facts?: Record<string, unknown>
  }[]
}

/** Keeps what is logged, in order. */
export function testLog(): TestLog {
  const lines: TestLog['lines'] = []
  return {
    lines,
    info: (event, facts) => void lines.push({ level: 'info', event, ...(facts && { facts }) }),
    warn: (event, facts) => void lines.push({ level: 'warn', event, ...(facts && { facts }) }),
    error: (event, error, facts) =>
      void lines.push({ level: 'error', event, error, ...(facts && { facts }) }),
  }
}

export interface TestClock extends Clock {
  advance(ms: number): void
  /** Every sleep asked for, in milliseconds. */
  sleeps: number[]
}

/** Time that stands still until it is advanced. `sleep` advances it by its length and resolves in the next turn. */
export function testClock(start = Date.UTC(2026, 0, 1)): TestClock {
  let now = start
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => now,
    elapsed: () => now - start,
    advance: (ms) => {
      now += ms
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      sleeps.push(ms)
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      now += ms
    },
  }
}
