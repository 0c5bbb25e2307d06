import type { ProfileStore, TextFile } from '../ports.js'
import type { Profile } from '../profile.js'

type OnChange = (before: Profile, after: Profile) => void

/** The profile, and who is told after each change of it. */
export function watchedProfile(profile: ProfileStore) {
  const listeners = new Set<OnChange>()
  const watched: ProfileStore = {
    read: profile.read,
    async update(change) {
      let before = profile.read()
      const after = await profile.update((now) => {
        before = now
        return change(now)
      })
      for (const listener of listeners) listener(before, after)
      return after
    },
  }
  return { profile: watched, onChange: (listener: OnChange) => void listeners.add(listener) }
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
