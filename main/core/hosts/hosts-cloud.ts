import type { Cloud, CloudInstance } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import type { Profile } from '../profile.js'

/**
 * The user's own hosts as a cloud that holds no keys and has no power over them: so that all that is done with instances
 * can be done with them. Reads the profile alone, and makes no call.
 */
export function hostsCloud(profile: { read(): Profile }): Cloud {
  const all = () => hostInstances(profile.read())
  return {
    check: async () => noCloud(),
    listKeys: async () => [],
    keyName: (wanted) => wanted,
    importKey: async () => noCloud(),
    deleteKey: async () => noCloud(),
    renameKey: null,
    describeKey: null,
    createKey: null,
    listInstances: async () => all(),
    getInstance: async (id) => all().find(({ cloudId }) => cloudId === id) ?? null,
    power: { stop: async () => noCloud(), start: async () => noCloud() },
    binding: null,
  }
}

/** The profile's hosts, in the form in which clouds tell of instances. */
export function hostInstances({ hosts }: Pick<Profile, 'hosts'>): CloudInstance[] {
  return hosts.map((host) => ({
    cloudId: host.id,
    name: host.name,
    state: 'unknown',
    cloudState: '',
    region: null,
    zone: '',
    image: '',
    os: '',
    addresses: [host.host],
    ssh: [{ host: host.host, port: host.port, via: 'given' }],
    keyNames: [],
    userGuesses: [host.user],
    ...(host.tags.length > 0 && { tags: host.tags }),
  }))
}

function noCloud(): never {
  throw new LatchkeyError(
    'cloud-failed',
    'This host is in no cloud: it can not be started, stopped or given keys by one.',
    {
      advice: 'Keys are put on it over SSH.',
    },
  )
}
