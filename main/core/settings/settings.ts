import { proxyProblem } from '../../../contract/settings.js'
import { inEnglish } from '../../../contract/words/said.js'
import { LatchkeyError } from '../lib/error.js'
import type { ProfileStore } from '../ports.js'
import type { SettingsService } from '../services.js'

/** What the user has set, kept in the profile. */
export function createSettings(profile: ProfileStore): SettingsService {
  return {
    get: async () => profile.read().settings,
    async set(settings) {
      const problem = proxyProblem(settings.proxy)
      if (problem !== undefined) throw new LatchkeyError('input-invalid', inEnglish(problem))
      return (await profile.update((now) => ({ ...now, settings }))).settings
    },
  }
}
