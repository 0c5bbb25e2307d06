import { expect, it } from 'vitest'
import { defaultSettings } from '../../../contract/settings.js'
import { memoryProfileStore } from '../../../test/helpers/memory-profile.js'
import { createSettings } from './settings.js'

it('begins with the defaults, and keeps what is set', async () => {
  const profile = memoryProfileStore()
  const settings = createSettings(profile)
  expect(await settings.get(undefined, {})).toEqual(defaultSettings)
  const mine = { ...defaultSettings, binDays: 7, lock: { ...defaultSettings.lock, idleMinutes: null } }
  expect(await settings.set(mine, {})).toEqual(mine)
  expect(await createSettings(profile).get(undefined, {})).toEqual(mine)
})
