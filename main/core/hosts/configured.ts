import { LoginUser } from '../../../contract/base.js'
import {
  type ConfiguredHost,
  type ConfiguredKey,
  type HostFacts,
  HostName,
  HostPort,
  isHostAddress,
  JumpNote,
} from '../../../contract/hosts.js'
import { told } from '../../../contract/words/say.js'
import type { SshConfigFiles } from '../ports.js'
import type { HostRecord, Profile } from '../profile.js'
import { type LoadedConfig, loadConfig } from '../ssh-config/load.js'
import { type NamedHost, namesIn } from '../ssh-config/names.js'
import { type ResolvedHost, resolveHost } from '../ssh-config/resolve.js'
import { jumpNames } from '../ways/jump-names.js'
import { createConfiguredKeys } from './configured-keys.js'
import { isSameLogin } from './hosts.js'

export interface Configured {
  loaded: LoadedConfig
  hosts: ConfiguredHost[]
  patterns: { pattern: string; where: string }[]
}

/** Every concrete name of the user's configuration, held against the hosts that are here. */
export async function readConfigured(files: SshConfigFiles, profile: Profile): Promise<Configured> {
  const loaded = await loadConfig(files)
  const [user] = loaded.files
  if (!loaded.exists || user === undefined) return { loaded, hosts: [], patterns: [] }
  const names = namesIn(user)
  const keysOf = createConfiguredKeys(files, profile)
  const known = [...profile.hosts]
  const hosts: ConfiguredHost[] = []
  for (const named of names.hosts) {
    const resolved = resolveHost(loaded, named.name, files.user)
    const host = configuredHost(named, resolved, await keysOf(named.name, resolved), known)
    // Two names for one login are one host.
    if (host.state === 'new' && host.facts !== null) known.push(asRecord(host.facts))
    hosts.push(host)
  }
  const patterns = names.patterns.map((pattern) => ({ pattern: pattern.name, where: placeOf(pattern) }))
  return { loaded, hosts, patterns }
}

function configuredHost(
  named: NamedHost,
  resolved: ResolvedHost,
  keys: ConfiguredKey[],
  known: HostRecord[],
): ConfiguredHost {
  const about = { alias: named.name, where: placeOf(named), keys }
  const jump = jumpOf(resolved)
  const why = whyUnusable(named.name, resolved, jump)
  if (why.length > 0)
    return {
      ...about,
      state: 'unusable',
      knownAs: null,
      facts: null,
      keyId: null,
      notes: why,
      proposed: false,
    }
  const { hostName: host, user, port } = resolved
  const wanted = { name: named.name, host, user, port: Number(port), tags: [], jump }
  const twin = known.find((other) => isSameLogin(other, wanted))
  if (twin !== undefined)
    return {
      ...about,
      state: 'known',
      knownAs: twin.name,
      facts: wanted,
      keyId: null,
      notes: [],
      proposed: false,
    }
  const facts = { ...wanted, name: freeName(named.name, known) }
  const doubts = [...resolved.unsure, ...gitNote(facts)]
  const keyId = keys.find(({ state }) => state === 'vault')?.keyId ?? null
  const notes = [...doubts, ...nameNote(facts, named.name), ...jumpNote(jump)]
  return { ...about, state: 'new', knownAs: null, facts, keyId, notes, proposed: doubts.length === 0 }
}

function whyUnusable(alias: string, { hostName, user, port }: ResolvedHost, jump: string | null): string[] {
  const isPort = /^\d+$/.test(port) && HostPort.safeParse(Number(port)).success
  return [
    ...(HostName.safeParse(alias).success ? [] : ['Its name is not one that Latchkey takes.']),
    ...(isHostAddress(hostName) ? [] : [`${hostName} is no host name and no IP address.`]),
    ...(isPort ? [] : [`${port} is no port number.`]),
    ...(LoginUser.safeParse(user).success && !/[%$]/.test(user)
      ? []
      : [`${user} can not be a login user here.`]),
    ...(jump === null || JumpNote.safeParse(jump).success
      ? []
      : ['Its jump host is not one that Latchkey takes.']),
  ]
}

/** A command may hold anything, passwords too: that there is one is enough. */
function jumpOf({ proxy }: ResolvedHost): string | null {
  if (proxy === null) return null
  return proxy.kind === 'jump' ? proxy.value : told`a command (ProxyCommand)`
}

const jumpNote = (jump: string | null) =>
  jump === null
    ? []
    : [
        jumpNames(jump) === null
          ? `It is reached through ${jump}, which Latchkey does not run: choose under Connection what it is reached through.`
          : `It is reached through ${jump}: that has to be among your hosts too.`,
      ]

const gitNote = ({ user }: HostFacts) =>
  user === 'git' ? ['It looks like a Git service, where there is no shell to open.'] : []

const nameNote = ({ name }: HostFacts, alias: string) =>
  name === alias ? [] : [`Another host is named ${alias}: this one is added as ${name}.`]

/** The name, else `name-2`, `name-3` … */
function freeName(name: string, known: HostRecord[]): string {
  const taken = new Set(known.map((host) => host.name.toLowerCase()))
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${name.slice(0, 95)}-${count}`
    if (!taken.has(free.toLowerCase())) return free
  }
}

const asRecord = (facts: HostFacts): HostRecord => ({ ...facts, id: '', source: 'ssh-config', addedAt: '' })

const placeOf = ({ path, line }: NamedHost) => `${path}, line ${line}`
