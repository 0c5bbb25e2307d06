import { defaultSettings } from '../../contract/settings.js'
import type { SettingsService } from '../../main/core/services.js'

export function fakeSettings(): SettingsService {
  let settings = defaultSettings
  return {
    get: async () => settings,
    async set(next) {
      settings = next
      return settings
    },
  }
}
