import type { ProfileStore, TextFile } from '../ports.js'

/** The profile, and who is told after each change of it. */
export function watchedProfile(profile: ProfileStore) {
  const listeners = new Set<() => void>()
  const watched: ProfileStore = {
    read: profile.read,
    async update(change) {
      const after = await profile.update(change)
      for (const listener of listeners) listener()
      return after
    },
  }
  return { profile: watched, onChange: (listener: () => void) => void listeners.add(listener) }
}

/** A file, and who is told after each change of it. */
export function watchedText(file: TextFile, onChange: () => void): TextFile {
  return {
    read: file.read,
    async write(text) {
      await file.write(text)
      onChange()
    },
  }
}
