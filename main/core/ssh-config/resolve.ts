import { CANONICAL_KEYWORDS, type CanonicalNames, canonicalNote, looksForNames } from './canonical-names.js'
import type { ConfigFile, LoadedConfig, LoadedLine } from './load.js'
import { matchLine } from './match-line.js'
import { matchesList } from './patterns.js'
import { expandTokens } from './tokens.js'

/** What OpenSSH would do for one name, as far as a host of Latchkey knows of it. */
export interface ResolvedHost {
  hostName: string
  user: string
  port: string
  /** As they stand, in order, each once; `none` among them. */
  identityFiles: string[]
  /** The first that was said of ProxyJump and ProxyCommand; null for none. */
  proxy: { kind: 'jump' | 'command'; value: string } | null
  /** What might be otherwise, as sentences: blocks of which nobody knows here whether they fit, and canonical names. */
  unsure: string[]
}

/** What is said, the first word on each. */
interface Said {
  hostname?: string
  user?: string
  port?: string
  tag?: string
  proxy?: { kind: 'jump' | 'command'; value: string }
  canonical: CanonicalNames
  identityFiles: string[]
  unsure: Set<string>
}

/** Lines count (`true`), don't, or may. */
type Level = boolean | 'unsure'

interface Pass {
  alias: string
  localUser: string
  addresses: readonly string[]
  said: Said
  /** What `Host` lines are held against. */
  host: string
  final: boolean
  wantsFinal: boolean
}

/**
 * What the configuration says of a name, as `ssh -G` tells it: the first value wins, keys add up. `Match exec` and other
 * conditions that depend on more than the configuration count as not met, and are told in `unsure`.
 */
export function resolveHost(
  { files, addresses }: Pick<LoadedConfig, 'files' | 'addresses'>,
  alias: string,
  localUser: string,
): ResolvedHost {
  const said: Said = { canonical: {}, identityFiles: [], unsure: new Set() }
  const pass: Pass = { alias, localUser, addresses, said, host: alias, final: false, wantsFinal: false }
  for (const file of files) walk(file, true, true, pass)
  if (pass.wantsFinal || looksForNames(said.canonical)) {
    const host = hostNameOf(said, alias)
    said.hostname = host
    const second: Pass = { ...pass, host, final: true }
    for (const file of files) walk(file, true, true, second)
  }
  const { user = localUser, port = '22', identityFiles } = said
  const hostName = hostNameOf(said, alias).toLowerCase()
  const proxy = said.proxy?.value.toLowerCase() === 'none' ? null : (said.proxy ?? null)
  const note = canonicalNote(said.canonical, hostName, proxy !== null)
  const unsure = [...said.unsure, ...(note === null ? [] : [note])]
  return { hostName, user, port, identityFiles, proxy, unsure }
}

/** `most`: what a block that fits counts, within the block that includes the file. */
function walk(file: ConfigFile, begin: Level, most: Level, pass: Pass): void {
  let level: Level = begin
  for (const line of file.lines) {
    if (line.keyword === 'host') level = matchesList(pass.host, line.args) && most
    else if (line.keyword === 'match') level = matchLevel(line, most, pass)
    else if (line.keyword === 'include')
      for (const included of line.included) walk(included, level, lesser(level, most), pass)
    else if (level !== false) take(line, file.path, level, pass)
  }
}

function matchLevel({ rest }: LoadedLine, most: Level, pass: Pass): Level {
  const { said, alias, localUser, addresses, final } = pass
  const { fits, wantsFinal } = matchLine(rest, {
    ...{ originalHost: alias, localUser, addresses, final, tag: said.tag ?? null },
    host: said.hostname === undefined ? pass.host : hostNameOf(said, pass.host),
    user: said.user ?? localUser,
  })
  if (wantsFinal) pass.wantsFinal = true
  return lesser(fits, most)
}

const lesser = (a: Level, b: Level): Level => (a === false || b === false ? false : a === true ? b : a)

function take({ keyword, args, rest, number }: LoadedLine, path: string, level: Level, { said }: Pass): void {
  const [value = ''] = args
  const set = (isSet: boolean, write: () => void) => {
    if (isSet) return
    if (level === true) write()
    else said.unsure.add(`${path}, line ${number}: ${keyword} is under a condition that is not tried here.`)
  }
  if (keyword === 'hostname')
    set(said.hostname !== undefined, () => {
      said.hostname = value
    })
  else if (keyword === 'user')
    set(said.user !== undefined, () => {
      said.user = value
    })
  else if (keyword === 'port')
    set(said.port !== undefined, () => {
      said.port = value
    })
  else if (keyword === 'tag')
    set(said.tag !== undefined, () => {
      said.tag = value
    })
  else if (keyword === 'proxyjump')
    set(said.proxy !== undefined, () => {
      said.proxy = { kind: 'jump', value }
    })
  else if (keyword === 'proxycommand')
    set(said.proxy !== undefined, () => {
      said.proxy = { kind: 'command', value: rest }
    })
  else if (CANONICAL_KEYWORDS.includes(keyword))
    set(keyword in said.canonical, () => {
      said.canonical = { ...said.canonical, [keyword]: value }
    })
  else if (keyword === 'identityfile')
    set(said.identityFiles.includes(value), () => void said.identityFiles.push(value))
}

/** HostName takes `%h` and `%%` alone. */
function hostNameOf({ hostname }: Said, host: string): string {
  return hostname === undefined ? host : (expandTokens(hostname, { h: host }) ?? hostname)
}
