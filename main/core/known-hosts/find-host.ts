import { ownTurn } from '../lib/own-turn.js'
import { covers, hostName, isHashed } from './entry.js'
import type { InstanceName } from './instance-names.js'
import type { KeyLine } from './lines.js'

const MOST_NAMES = 60
const LINES_PER_TURN = 1_000

/**
 * The names that a typed text may stand for: `host`, `host:port`, `[host]:port`, a host on every port that an instance is
 * reached at, and the addresses of instances whose name it is part of.
 */
export function namesFor(typed: string, known: InstanceName[]): string[] {
  const text = typed.trim().toLowerCase()
  if (text === '' || /\s/.test(text)) return []
  const { host, port } = /^\[(?<host>[^\]]+)\]:(?<port>\d+)$/.exec(text)?.groups ?? {}
  if (host !== undefined) return [hostName(host, Number(port))]
  const short = /^(?<host>[^:]+):(?<port>\d+)$/.exec(text)?.groups
  if (short?.host !== undefined) return [hostName(short.host, Number(short.port))]
  const plain = text.replace(/^\[(.*)\]$/, '$1')
  const ports = known.flatMap(({ name }) => /\]:(\d+)$/.exec(name)?.[1] ?? [])
  const own = [...new Set([22, ...ports.map(Number)])].slice(0, 20).map((at) => hostName(plain, at))
  const isPart = ({ instanceName }: InstanceName) => instanceName.toLowerCase().includes(plain)
  const ofInstances = plain.length < 2 ? [] : known.filter(isPart).map(({ name }) => name)
  return [...new Set([...own, ...ofInstances])].slice(0, MOST_NAMES)
}

/** The lines that cover one of the names, as ssh would take them. In turns, and no further once aborted. */
export async function linesFor(names: string[], lines: KeyLine[], signal?: AbortSignal): Promise<KeyLine[]> {
  const found: KeyLine[] = []
  for (let at = 0; at < lines.length; at += LINES_PER_TURN) {
    await ownTurn()
    signal?.throwIfAborted()
    found.push(
      ...lines
        .slice(at, at + LINES_PER_TURN)
        .filter(({ entry }) => names.some((name) => covers(entry.hosts, name))),
    )
  }
  return found
}

const NAMES_PER_TURN = 2_000

/** Whom a hashed line names, of those that are known; null where it is none of them. */
export async function nameOfHashed(
  { entry }: KeyLine,
  known: InstanceName[],
  signal?: AbortSignal,
): Promise<InstanceName | null> {
  if (!isHashed(entry.hosts)) return null
  for (let at = 0; at < known.length; at += NAMES_PER_TURN) {
    await ownTurn()
    signal?.throwIfAborted()
    const found = known.slice(at, at + NAMES_PER_TURN).find(({ name }) => covers(entry.hosts, name))
    if (found !== undefined) return found
  }
  return null
}
