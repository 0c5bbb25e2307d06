import type { Nameplate } from '../../../contract/nameplates.js'
import type { ProfileStore } from '../ports.js'
import type { Profile } from '../profile.js'
import type { InstancesService, NameplatesService } from '../services.js'

interface Parts {
  profile: ProfileStore
  instances: Pick<InstancesService, 'get'>
}

/** Names and colours of instances, kept in the profile. */
export function createNameplates({ profile, instances }: Parts): NameplatesService {
  return {
    list: async () => profile.read().nameplates,
    async set(plate) {
      await instances.get(plate.instanceId)
      await profile.update((now) => withNameplate(now, plate))
      return plate
    },
  }
}

/** The profile with the name and colour of one instance; one with neither needs no record. */
export function withNameplate(profile: Profile, plate: Nameplate): Profile {
  const others = profile.nameplates.filter(({ instanceId }) => instanceId !== plate.instanceId)
  const kept = plate.name === '' && plate.colour === null ? [] : [plate]
  return { ...profile, nameplates: [...others, ...kept] }
}
