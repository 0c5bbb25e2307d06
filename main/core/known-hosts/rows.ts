import type { HostsSource, KnownHost, OutdatedHost } from '../../../contract/known-hosts.js'
import { isHashed } from './entry.js'
import type { InstanceName } from './instance-names.js'
import { toKnownKey } from './known-hosts.js'
import type { KeyLine } from './lines.js'
import type { OutdatedLine } from './outdated.js'
import { reasonFor } from './reasons.js'

/** What rows are made of beside the lines. */
export interface RowFacts {
  instances: ReadonlyMap<string, InstanceName>
  /** By source and hash of the line. */
  outdated: ReadonlyMap<string, OutdatedLine[]>
}

export function rowFacts(known: InstanceName[], outdated: readonly OutdatedLine[]): RowFacts {
  const instances = new Map<string, InstanceName>()
  for (const one of known) if (!instances.has(one.name)) instances.set(one.name, one)
  const lines = new Map<string, OutdatedLine[]>()
  for (const line of outdated) {
    const key = lineKey(line.source, line.hash)
    lines.set(key, [...(lines.get(key) ?? []), line])
  }
  return { instances, outdated: lines }
}

/** A key line as users see it. */
export function toRow(source: HostsSource, line: KeyLine, facts: RowFacts): KnownHost {
  const { marker, hosts, comment } = line.entry
  const { algorithm, fingerprint, since } = toKnownKey(line.entry)
  const outdated = facts.outdated.get(lineKey(source, line.hash)) ?? []
  const hashed = isHashed(hosts)
  return {
    id: line.id,
    ...{ source, line: line.index + 1, host: hosts, hashed, algorithm, fingerprint, addedAt: since },
    marker: marker === '@revoked' ? 'revoked' : marker === '@cert-authority' ? 'cert-authority' : null,
    comment: source === 'latchkey' ? comment : Buffer.from(comment, 'latin1').toString('utf8'),
    instanceName: instanceOf(hosts, facts) ?? (hashed ? (outdated[0]?.instanceName ?? null) : null),
    outdated: outdated.map((about) => toOutdatedHost(about, facts)),
  }
}

const lineKey = (source: string, hash: string) => `${source} ${hash}`

function instanceOf(hosts: string, { instances }: RowFacts): string | null {
  for (const name of hosts.toLowerCase().split(',')) {
    const found = instances.get(name)
    if (found !== undefined) return found.instanceName
  }
  return null
}

function toOutdatedHost(line: OutdatedLine, { instances }: RowFacts): OutdatedHost {
  const { name, instanceId, at } = line
  return { name, instanceId, at, reason: reasonFor(line, instances.get(name)) }
}
