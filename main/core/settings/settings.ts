import type { ProfileStore } from '../ports.js'
import type { SettingsService } from '../services.js'

/** What the user has set, kept in the profile. */
export function createSettings(profile: ProfileStore): SettingsService {
  return {
    get: async () => profile.read().settings,
    set: async (settings) => (await profile.update((now) => ({ ...now, settings }))).settings,
  }
}
