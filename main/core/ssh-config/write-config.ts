import { createHash } from 'node:crypto'
import { LoginUser } from '../../../contract/base.js'
import { HOSTS_ACCOUNT, isHostAddress } from '../../../contract/hosts.js'
import type { Instance } from '../../../contract/instances.js'
import { publicKeyLine } from '../keys/public-key.js'
import type { HostRecord, KeyRecord, Profile } from '../profile.js'

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
  profile: Pick<Profile, 'keys' | 'hosts' | 'accounts'>
  instances: readonly Instance[]
  /** Absolute, without a slash at its end: where the public halves are. */
  folder: string
  /** Whether the user's own configuration has a host of this name that is another machine. */
  isTaken(alias: string, host: string, port: number): boolean
}

/**
 * A configuration for OpenSSH's client with a `Host` for each bound instance, which offers its key alone. IdentityFile
 * names the public half: the private one is asked of the agent (ssh_config(5), IdentityFile).
 */
export function writeConfig(facts: Facts): WrittenConfig {
  const { profile, instances, folder } = facts
  const keys = new Map(profile.keys.map((key) => [key.id, key]))
  const hosts = new Map(profile.hosts.map((host) => [`${HOSTS_ACCOUNT}/${host.id}`, host]))
  const accounts = new Map(profile.accounts.map(({ id, name }) => [id, name]))
  const written: WrittenConfig = { text: '', keyFiles: new Map(), entries: [], left: [] }
  const used = new Set<string>()
  const blocks: string[] = []
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
    const file = keyFileName(key)
    written.keyFiles.set(file, `${publicKeyLine(Buffer.from(key.blob, 'base64'), key.comment)}\n`)
    blocks.push(block(alias, place, instance.user, `${folder}/${file}`))
    const target = `${instance.user}@${place.host}${place.port === 22 ? '' : ` port ${place.port}`}`
    written.entries.push({ instanceId: instance.id, alias, target, keyName: key.name })
  }
  written.text = [HEAD, ...blocks].join('\n')
  return written
}

const HEAD = '# Written by Latchkey, which replaces it: changes are lost.\n'

type Place = Pick<HostRecord, 'host' | 'port' | 'jump'>

function placeOf({ ssh: [address] }: Instance, host: HostRecord | undefined): Place | null {
  if (host !== undefined) return host
  return address === undefined ? null : { ...address, jump: null }
}

/** As the user's own `ssh` writes jump hosts; anything else stays the user's own configuration's matter. */
const JUMP = /^[\w.@:[\],-]+$/

function whyLeft({ user }: Instance, { host }: Place): string | null {
  if (!isHostAddress(host)) return `${host} is no host name and no IP address.`
  return LoginUser.safeParse(user).success ? null : `${user} can not be a login user.`
}

function block(alias: string, { host, port, jump }: Place, user: string, identityFile: string): string {
  return [
    `Host ${alias}`,
    `  HostName ${host.replaceAll('%', '%%')}`,
    `  Port ${port}`,
    `  User ${user}`,
    '  IdentitiesOnly yes',
    `  IdentityFile "${identityFile.replaceAll('%', '%%')}"`,
    ...(jump !== null && JUMP.test(jump) && !jump.startsWith('-') ? [`  ProxyJump ${jump}`] : []),
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
