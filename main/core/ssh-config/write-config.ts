import { createHash } from 'node:crypto'
import { LoginUser } from '../../../contract/base.js'
import { HOSTS_ACCOUNT, isHostAddress } from '../../../contract/hosts.js'
import type { Instance } from '../../../contract/instances.js'
import { connectionOf } from '../connection/connection-of.js'
import { publicKeyLine } from '../keys/public-key.js'
import type { HostRecord, KeyRecord, Profile } from '../profile.js'
import { setJumps } from '../ways/reached-through.js'

export interface WrittenEntry {
  instanceId: string
  alias: string
  target: string
  keyName: string
}

export interface WrittenConfig {
  text: string
  /** Public halves, by the name of their file. */
  keyFiles: Map<string, string>
  entries: WrittenEntry[]
  left: { name: string; why: string }[]
}

interface Facts {
  profile: Pick<Profile, 'keys' | 'hosts' | 'accounts' | 'connections' | 'bastions'>
  instances: readonly Instance[]
  /** Absolute, without a slash at its end: where the public halves are. */
  folder: string
  /** Whether the user's own configuration has a host of this name that is another machine. */
  isTaken(alias: string, host: string, port: number): boolean
}

/**
 * A configuration for OpenSSH's client with a `Host` for each bound instance, which offers its key alone. IdentityFile
 * names the public half: the private one is asked of the agent (ssh_config(5), IdentityFile). What an instance is reached
 * through stands there too; where that can't be written it is left out, since straight another machine may answer.
 */
export function writeConfig(facts: Facts): WrittenConfig {
  const { profile, instances, folder } = facts
  const keys = new Map(profile.keys.map((key) => [key.id, key]))
  const hosts = new Map(profile.hosts.map((host) => [`${HOSTS_ACCOUNT}/${host.id}`, host]))
  const accounts = new Map(profile.accounts.map(({ id, name }) => [id, name]))
  const written: WrittenConfig = { text: '', keyFiles: new Map(), entries: [], left: [] }
  const used = new Set<string>()
  const named: { instance: Instance; key: KeyRecord; place: Place; alias: string }[] = []
  for (const instance of instances) {
    const key = keys.get(instance.boundKeyId ?? '')
    if (key === undefined) continue
    const place = placeOf(instance, hosts.get(instance.id))
    const why = place === null ? 'It has no address for SSH.' : whyLeft(instance, place)
    if (place === null || why !== null) {
      written.left.push({ name: instance.name, why: why ?? '' })
      continue
    }
    const isFree = (alias: string) => !used.has(alias) && !facts.isTaken(alias, place.host, place.port)
    const alias = aliasOf(instance.name, accounts.get(instance.accountId) ?? 'latchkey', isFree)
    used.add(alias)
    named.push({ instance, key, place, alias })
  }

  const aliases = new Map<string, string | null>(named.map(({ instance, alias }) => [instance.id, alias]))
  const all = new Map(instances.map((instance) => [instance.id, instance]))
  const nameOf = (id: string) => (aliases.has(id) ? (aliases.get(id) ?? null) : loginText(all.get(id)))
  const isLeft = ({ instance: { id } }: (typeof named)[number]) => aliases.get(id) === null
  const unwritable = () =>
    named.find((one) => !isLeft(one) && jumpOf(one.instance, profile, nameOf) === undefined)
  // With one go those that are reached through it.
  for (let one = unwritable(); one !== undefined; one = unwritable()) {
    aliases.set(one.instance.id, null)
    written.left.push({ name: one.instance.name, why: 'What it is reached through can not be written here.' })
  }
  const blocks: string[] = []
  for (const { instance, key, place, alias } of named.filter((one) => !isLeft(one))) {
    const jump = jumpOf(instance, profile, nameOf) ?? null
    const file = keyFileName(key)
    written.keyFiles.set(file, `${publicKeyLine(Buffer.from(key.blob, 'base64'), key.comment)}\n`)
    blocks.push(block(alias, place, { user: instance.user, jump }, `${folder}/${file}`))
    const target = `${instance.user}@${place.host}${place.port === 22 ? '' : ` port ${place.port}`}`
    written.entries.push({ instanceId: instance.id, alias, target, keyName: key.name })
  }
  written.text = [HEAD, ...blocks].join('\n')
  return written
}

const HEAD = '# Written by Latchkey, which replaces it: changes are lost.\n'

type Place = Pick<HostRecord, 'host' | 'port'>

function placeOf({ ssh: [address] }: Instance, host: HostRecord | undefined): Place | null {
  if (host !== undefined) return host
  return address ?? null
}

/** As the user's own `ssh` writes jump hosts; anything else stays the user's own configuration's matter. */
const JUMP = /^[\w.@:[\],-]+$/

function whyLeft({ user }: Instance, { host }: Place): string | null {
  if (!isHostAddress(host)) return `${host} is no host name and no IP address.`
  return LoginUser.safeParse(user).success ? null : `${user} can not be a login user.`
}

/**
 * The value of ProxyJump; null for no word on it, undefined where there is a way and no word for it. Several are gone
 * through as Latchkey does: the first its own way, each after it through the one before.
 */
function jumpOf(
  instance: Instance,
  profile: Pick<Profile, 'connections' | 'bastions'>,
  nameOf: (id: string) => string | null,
): string | null | undefined {
  const { route, proxy } = connectionOf(profile, instance.id)
  if (proxy !== null) return undefined
  const set = setJumps(instance, profile)
  if (set.from === 'config') return JUMP.test(set.jump) && !set.jump.startsWith('-') ? set.jump : null
  // A word of the user's own configuration for all hosts would count otherwise.
  if (route.via === 'direct') return 'none'
  const names = set.jumps.map(nameOf)
  if (names.some((name) => name === null || !JUMP.test(name) || name.startsWith('-'))) return undefined
  return names.length === 0 ? null : names.join(',')
}

/** Of one that has no `Host` here, since no key is bound to it: ssh logs in to it with what it has. */
function loginText(instance: Instance | undefined): string | null {
  const address = instance?.ssh[0]
  if (instance === undefined || address === undefined) return null
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${instance.user}@${host}:${address.port}`
}

function block(
  alias: string,
  { host, port }: Place,
  { user, jump }: { user: string; jump: string | null },
  identityFile: string,
): string {
  return [
    `Host ${alias}`,
    `  HostName ${host.replaceAll('%', '%%')}`,
    `  Port ${port}`,
    `  User ${user}`,
    '  IdentitiesOnly yes',
    `  IdentityFile "${identityFile.replaceAll('%', '%%')}"`,
    ...(jump === null ? [] : [`  ProxyJump ${jump}`]),
    '',
  ].join('\n')
}

/** The name in letters that mean nothing to OpenSSH; with its account's where that is not free, then with a number. */
function aliasOf(name: string, account: string, isFree: (alias: string) => boolean): string {
  const plain = plainAlias(name)
  const withAccount = `${plain}.${plainAlias(account)}`
  for (let count = 1; ; count++) {
    const alias = count === 1 ? plain : count === 2 ? withAccount : `${withAccount}-${count - 1}`
    if (isFree(alias)) return alias
  }
}

const plainAlias = (name: string) => name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'host'

/** Says which key it is, and is another for another key. */
function keyFileName({ name, blob }: KeyRecord): string {
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('hex')
  return `${plainAlias(name).slice(0, 60)}-${digest.slice(0, 8)}.pub`
}
