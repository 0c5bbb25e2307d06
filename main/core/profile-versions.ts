import { z } from 'zod'
import { defaultSettings } from '../../contract/settings.js'
import { PROFILE_VERSION } from './profile.js'

const Versioned = z.looseObject({ version: z.number() })
type Versioned = z.infer<typeof Versioned>

/** From the version that is the index plus one to the next. Each sees what the one before it made. */
const steps: ((profile: Versioned) => Versioned)[] = [
  toVersion2,
  toVersion3,
  toVersion4,
  toVersion5,
  toVersion6,
]

/**
 * A profile of an earlier version as the present one; anything else as it is. Nothing is checked here beyond what the
 * steps need: the caller holds the result against the schema.
 */
export function upgradeProfile(content: unknown): unknown {
  const found = Versioned.safeParse(content)
  if (!found.success || found.data.version < 1 || found.data.version >= PROFILE_VERSION) return content
  return steps.slice(found.data.version - 1).reduce((profile, step) => step(profile), found.data)
}

/** Keys got notes, uses, an archive and a bin; the profile got settings. */
function toVersion2(profile: Versioned): Versioned {
  const keys = z.array(z.looseObject({})).catch([]).parse(profile.keys)
  const added = {
    description: '',
    tags: [],
    expiresOn: null,
    hasPrivate: true,
    lastUsedAt: null,
    archivedAt: null,
    binnedAt: null,
    dueSince: null,
  }
  return {
    ...profile,
    version: 2,
    keys: keys.map((key) => ({ ...key, ...added })),
    settings: { ...defaultSettings, guide: 'done' },
  }
}

/** The profile got a recovery kit. */
function toVersion3(profile: Versioned): Versioned {
  return { ...profile, version: 3, kit: null }
}

/** The vault became movable. */
function toVersion4(profile: Versioned): Versioned {
  return { ...profile, version: 4, move: null }
}

/** Key pairs can belong on accounts. */
function toVersion5(profile: Versioned): Versioned {
  return { ...profile, version: 5, wanted: [] }
}

/** Hosts that are in no cloud. */
function toVersion6(profile: Versioned): Versioned {
  return { ...profile, version: 6, hosts: [] }
}
