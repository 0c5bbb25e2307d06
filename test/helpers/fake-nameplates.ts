import type { Instance } from '../../contract/instances.js'
import type { Nameplate } from '../../contract/nameplates.js'
import { createNameplates } from '../../main/core/nameplates/nameplates.js'
import type { NameplatesService } from '../../main/core/services.js'
import { memoryProfileStore } from './memory-profile.js'

/** The first instance is production and has a name of its own, the next ones have a colour each. */
export function fakeNameplates(instances: readonly Instance[]): NameplatesService {
  const colours = ['production', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey'] as const
  const nameplates = instances.slice(0, colours.length).map(
    ({ id }, n): Nameplate => ({
      ...{ instanceId: id, name: n === 0 ? 'Shop front' : '' },
      colour: colours[n] ?? null,
    }),
  )
  return createNameplates({
    profile: memoryProfileStore({ nameplates }),
    instances: { get: async (id) => instances.find((one) => one.id === id) ?? Promise.reject(id) },
  })
}
