import type { MapPart } from '../../../contract/map.js'
import { stateOf } from '../keys/key-pair.js'
import { csvLine } from './csv.js'
import { toHolding, toTrust } from './details.js'
import { later } from './grades.js'
import {
  type AccountNode,
  addressOf,
  type Graph,
  type HoldingEdge,
  type KeyNode,
  nameOf,
  type TrustEdge,
} from './graph.js'
import type { Marks } from './marks.js'

/** The map, or a part of it, as JSON. `at` is now, ISO 8601. */
export function mapAsJson(graph: Graph, marks: Marks, part: MapPart, at: string): string {
  const keys = selected(graph, part).map(({ key, holdings, missing, trusts }) => ({
    ...aboutKey(key, marks),
    accounts: holdings.map((holding) => {
      const { name, region, matchedBy, since } = toHolding(holding, marks)
      return { account: holding.account.record.name, name, region, matchedBy, since }
    }),
    missingOn: missing.map(({ record }) => record.name),
    instances: trusts.map((trust) => {
      const { declared, observed, proven } = toTrust(trust)
      return { ...aboutInstance(trust), declared, observed, proven }
    }),
  }))
  const accounts = graph.accounts.map(({ record: { name, kind }, told }) => {
    return { name, kind, readAt: told?.readAt ?? null }
  })
  return `${JSON.stringify({ exportedAt: at, accounts, keys }, null, 2)}\n`
}

const keyHeaders = ['key', 'type', 'bits', 'sha256', 'md5', 'vault', 'weak']
const placeHeaders = [
  ...['place', 'account', 'region', 'held_as', 'matched_by', 'since'],
  ...['instance', 'instance_id', 'address', 'declared', 'observed', 'observed_users', 'observed_paths'],
  ...['observed_options', 'proven', 'proven_users'],
]

/**
 * The map, or a part of it, as CSV: one line per key and account, and per key and instance; one of a key that is nowhere.
 * Of several users the times are the newest; lists have blanks between.
 */
export function mapAsCsv(graph: Graph, marks: Marks, part: MapPart): string {
  const lines = selected(graph, part).flatMap(({ key, holdings, missing, trusts }) => {
    const { name, type, bits, sha256, md5, vault, weak } = aboutKey(key, marks)
    const about = [name, type, String(bits ?? ''), sha256 ?? '', md5 ?? '', vault, weak.join(' ')]
    const places = [...holdings.map(holdingPlace), ...missing.map(missingPlace), ...trusts.map(trustPlace)]
    const filled = places.length === 0 ? [[]] : places
    return filled.map((place) => csvLine([...about, ...place, ...nothing.slice(place.length)]))
  })
  return [csvLine([...keyHeaders, ...placeHeaders]), ...lines].join('')
}

const nothing = placeHeaders.map(() => '')

/** The values of `placeHeaders`, as far as there are any. */
function holdingPlace({ account, entry, matchedBy }: HoldingEdge): string[] {
  return ['account', account.record.name, entry.region ?? '', entry.name, matchedBy, entry.firstSeen]
}

function missingPlace({ record }: AccountNode): string[] {
  return ['missing on account', record.name]
}

function trustPlace(trust: TrustEdge): string[] {
  const { account, name, instanceId, address } = aboutInstance(trust)
  const { declared, observed, proven } = trust
  let seenAt = ''
  let provenAt = ''
  for (const { file } of observed) seenAt = later(seenAt, file.at)
  for (const { at } of proven) provenAt = later(provenAt, at)
  return [
    ...['instance', account ?? '', trust.instance.cloud?.region ?? '', '', '', ''],
    ...[name, instanceId, address, declared.join(' '), seenAt],
    observed.map(({ file }) => file.user).join(' '),
    observed.map(({ file }) => file.path).join(' '),
    observed.map(({ line }) => line.options).join(' '),
    provenAt,
    proven.map(({ user }) => user).join(' '),
  ]
}

function aboutKey(key: KeyNode, marks: Marks) {
  const { record, kind, fingerprint, fingerprintMd5 } = key
  return {
    name: nameOf(key),
    type: kind?.type ?? '',
    bits: kind?.bits ?? null,
    sha256: fingerprint,
    md5: fingerprintMd5,
    vault: record === null ? 'unknown' : stateOf(record),
    weak: marks.weakness(key),
  }
}

function aboutInstance({ instance }: TrustEdge) {
  const { id, account, cloud, name } = instance
  const address = addressOf(instance)
  return { account: account?.record.name ?? null, name, instanceId: cloud?.cloudId ?? id, address }
}

/** One key and what is exported of it. */
interface Exported {
  key: KeyNode
  holdings: HoldingEdge[]
  missing: AccountNode[]
  trusts: TrustEdge[]
}

/** Of named accounts or instances only the keys that are there, and only where they are named. */
function selected({ keys, instances, trustsOf }: Graph, part: MapPart): Exported[] {
  const ids = new Set(part?.ids)
  const has = (of: NonNullable<MapPart>['of'], id: string | undefined) =>
    part === null || (part.of === of && id !== undefined && ids.has(id))
  const trusts = keys.map((): TrustEdge[] => [])
  for (const instance of instances) {
    const whole = has('instances', instance.id) || has('accounts', instance.account?.record.id)
    if (!whole && part?.of !== 'keys') continue
    for (const trust of trustsOf(instance))
      if (whole || has('keys', trust.key.id)) trusts[trust.key.index]?.push(trust)
  }
  const parts = keys.map((key, index) => {
    const isHere = (account: AccountNode) => has('keys', key.id) || has('accounts', account.record.id)
    return {
      key,
      holdings: key.holdings.filter(({ account }) => isHere(account)),
      missing: key.missing.filter(isHere),
      trusts: trusts[index] ?? [],
    }
  })
  return parts.filter(
    ({ key, holdings, missing, trusts: those }) =>
      has('keys', key.id) || holdings.length + missing.length + those.length > 0,
  )
}
