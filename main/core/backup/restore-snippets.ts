import { MAX_SNIPPETS, type Snippet } from '../../../contract/snippets.js'
import type { Profile } from '../profile.js'
import { freeName } from './free-name.js'

const MAX_NAME = 80

/** Those of a backup that are not here: the same name with the same text is the same one. */
export function missingSnippets(here: readonly Snippet[], inBackup: readonly Snippet[]): Snippet[] {
  return inBackup.filter(({ name, text }) => !here.some((one) => one.name === name && one.text === text))
}

/** Adds those that are not here, under another name where theirs is taken; what is here stays as it is. */
export function withSnippets(profile: Profile, inBackup: readonly Snippet[]): Profile {
  const snippets = [...profile.snippets]
  for (const snippet of missingSnippets(profile.snippets, inBackup)) {
    if (snippets.length >= MAX_SNIPPETS) break
    const id = snippets.some((one) => one.id === snippet.id) ? crypto.randomUUID() : snippet.id
    const names = snippets.map(({ name }) => name)
    const name = freeName(snippet.name, names)
    const fits = name.length <= MAX_NAME ? name : freeName(snippet.name.slice(0, MAX_NAME / 2), names)
    snippets.push({ ...snippet, id, name: fits })
  }
  return { ...profile, snippets }
}
