import { randomUUID } from 'node:crypto'
import { MAX_SNIPPETS, type Snippet } from '../../../contract/snippets.js'
import { LatchkeyError } from '../lib/error.js'
import type { ProfileStore } from '../ports.js'
import type { SnippetsService } from '../services.js'

/** Pieces of text that are typed into terminals, kept in the profile. */
export function createSnippets(profile: ProfileStore): SnippetsService {
  return {
    list: async () => profile.read().snippets.toSorted((a, b) => a.name.localeCompare(b.name)),
    async save({ id = randomUUID(), name, text }) {
      const saved = { id, name, text }
      await profile.update((now) => ({ ...now, snippets: withSnippet(now.snippets, saved) }))
      return saved
    },
    async remove({ id }) {
      await profile.update((now) => ({ ...now, snippets: now.snippets.filter((one) => one.id !== id) }))
    },
  }
}

function withSnippet(all: readonly Snippet[], saved: Snippet): Snippet[] {
  const others = all.filter(({ id }) => id !== saved.id)
  if (others.some(({ name }) => name === saved.name))
    throw new LatchkeyError('input-invalid', `There is already a snippet named ${saved.name}.`, {
      advice: 'Give it another name.',
    })
  if (others.length >= MAX_SNIPPETS)
    throw new LatchkeyError('input-invalid', `There are already ${MAX_SNIPPETS} snippets.`, {
      advice: 'Delete some that are not used any more.',
    })
  return [...others, saved]
}
