import { z } from 'zod'
import type { DocumentStore } from '../ports.js'
import type { Found } from './finding.js'

/** What is to be known of findings at the next opening. May be lost without harm: then they are told again. */
const Remembered = z.object({
  /** Those that the user has left as they are. */
  left: z.array(z.string()),
  /** Secrets that names alone would not give away: looked at again at each opening until they are whole. */
  suspects: z.array(z.string()),
})
type Remembered = z.infer<typeof Remembered>

export function createRemembered(store: DocumentStore) {
  let known: Remembered | null = null

  async function read(): Promise<Remembered> {
    known ??= Remembered.catch({ left: [], suspects: [] }).parse(await store.read())
    return known
  }

  async function write(next: Remembered): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(await read())) return
    await store.write(next)
    known = next
  }

  return {
    read,

    /** Of entries: what was looked at and is whole, or gone, is not remembered any more. */
    async settle(found: Found[]): Promise<void> {
      const { left } = await read()
      const marks = found.map(markOf)
      const suspects = found.filter(({ kind }) => !kind.endsWith('unlisted')).map(({ id }) => id)
      await write({ left: left.filter((mark) => marks.includes(mark)), suspects })
    },

    async leave(finding: Found, isLeft: boolean): Promise<void> {
      const now = await read()
      const others = now.left.filter((mark) => mark !== markOf(finding))
      await write({ ...now, left: isLeft ? [...others, markOf(finding)] : others })
    },
  }
}

/** Changes with what matters about it: it is told again then. */
export function markOf({ id, kind, twin, deletedAt }: Found): string {
  return JSON.stringify([id, kind, twin, deletedAt])
}
