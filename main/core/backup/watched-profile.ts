import type { ProfileStore } from '../ports.js'

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
