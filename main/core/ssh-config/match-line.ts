import { BlockList, isIP } from 'node:net'
import { matchesList } from './patterns.js'

/** What a `Match` line is held against. */
export interface MatchSubject {
  /** As it was asked for. */
  originalHost: string
  /** As far as it is known by then. */
  host: string
  user: string
  localUser: string
  /** As `Tag` said before; null where nothing did. */
  tag: string | null
  /** Of this computer's network interfaces. */
  addresses: readonly string[]
  /** Everything is read a second time. */
  final: boolean
}

export interface MatchVerdict {
  /** `unsure`: all else fits, and the rest can't be told without running something. */
  fits: boolean | 'unsure'
  /** It wants a second reading. */
  wantsFinal: boolean
}

/**
 * Whether a `Match` line fits a terminal on the host (ssh_config(5), Match). `exec` is never run, and nobody asks ssh for its
 * version. `text`: what follows the keyword.
 */
export function matchLine(text: string, subject: MatchSubject): MatchVerdict {
  const words = readWords(text)
  let fits = true
  let unsure = false
  let wantsFinal = false
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const negated = word.startsWith('!')
    const name = word.slice(negated ? 1 : 0).toLowerCase()
    if (name === 'all') continue
    if (name === 'final' || name === 'canonical') {
      wantsFinal ||= name === 'final'
      if (subject.final === negated) fits = false
      continue
    }
    const list = words.shift() ?? ''
    const result = criterion(name, list, subject)
    if (result === null) unsure = true
    else if (result === negated) fits = false
  }
  return { fits: fits && unsure ? 'unsure' : fits, wantsFinal }
}

/** Null for one that can't be told from here. */
function criterion(name: string, list: string, subject: MatchSubject): boolean | null {
  const { originalHost, host, user, localUser, tag, addresses } = subject
  const patterns = list.split(',')
  // For hosts capitals don't count here, other than in `Host` lines.
  const lower = list.toLowerCase().split(',')
  if (name === 'host') return matchesList(host.toLowerCase(), lower)
  if (name === 'originalhost') return matchesList(originalHost.toLowerCase(), lower)
  if (name === 'user') return matchesList(user, patterns)
  if (name === 'localuser') return matchesList(localUser, patterns)
  if (name === 'tagged') return matchesOrNone(tag, list)
  if (name === 'command') return matchesOrNone(null, list)
  if (name === 'sessiontype') return matchesList('shell', patterns)
  if (name === 'localnetwork') return isWithin(addresses, patterns)
  return null
}

/** An empty list stands for there being none. */
const matchesOrNone = (value: string | null, list: string) =>
  list === '' || value === null ? list === '' && value === null : matchesList(value, list.split(','))

/** Whether one of the addresses is in one of the networks, each as CIDR. Null where one of them is none. */
function isWithin(addresses: readonly string[], networks: string[]): boolean | null {
  const block = new BlockList()
  for (const network of networks) {
    const [address = '', length] = network.split('/')
    const family = isIP(address)
    const bits = family === 6 ? 128 : 32
    const prefix = length === undefined ? bits : /^\d+$/.test(length) ? Number(length) : Number.NaN
    if (family === 0 || !(prefix <= bits)) return null
    block.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4')
  }
  return addresses.some((address) => block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
}

/** Words between blanks or `=`, quoted ones whole, up to a remark. */
function readWords(text: string): string[] {
  const words: string[] = []
  for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|([^\s="]+)/g)) {
    if (plain?.startsWith('#')) break
    words.push(quoted ?? plain ?? '')
  }
  return words
}
