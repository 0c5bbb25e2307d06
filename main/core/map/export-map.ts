import type { MapExportPiece, MapPart } from '../../../contract/map.js'
import { told } from '../../../contract/words/say.js'
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
  stillProven,
  type TrustEdge,
} from './graph.js'
import type { Marks } from './marks.js'

/** The map, or a part of it, as JSON, piece by piece. `at` is now, ISO 8601. */
export function* mapAsJson(graph: Graph, marks: Marks, part: MapPart, at: string): Generator<MapExportPiece> {
  const accounts = graph.accounts.map(({ record: { name, kind }, told }) => {
    return { name, kind, readAt: told?.readAt ?? null }
  })
  yield { text: `{"exportedAt":${JSON.stringify(at)},\n"accounts":${listOf(accounts)},\n"keys":[`, share: 0 }
  let before = '\n'
  for (const { key, holdings, missing, trusts, share } of yield* selected(graph, part)) {
    const held = holdings.map((holding) => {
      const { name, region, matchedBy, since } = toHolding(holding, marks)
      return { account: holding.account.record.name, name, region, matchedBy, since }
    })
    const about = JSON.stringify(aboutKey(key, marks)).slice(0, -1)
    const missingOn = JSON.stringify(missing.map(({ record }) => record.name))
    yield { text: `${before}${about},\n"accounts":${listOf(held)},\n"missingOn":${missingOn},\n`, share }
    yield* jsonTrusts(trusts, share)
    before = ',\n'
  }
  yield { text: '\n]}\n', share: 1 }
}

function* jsonTrusts(trusts: TrustEdge[], share: number): Generator<MapExportPiece> {
  yield { text: '"instances":[', share }
  let before = '\n'
  for (const trust of trusts) {
    const { declared, observed, proven } = toTrust(trust)
    const line = JSON.stringify({ ...aboutInstance(trust), declared, observed, proven })
    yield { text: `${before}${line}`, share }
    before = ',\n'
  }
  yield { text: ']}', share }
}

/** A JSON array, one line for each. */
const listOf = (values: unknown[]) =>
  values.length === 0 ? '[]' : `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}]`

const keyHeaders = ['key', 'type', 'bits', 'sha256', 'md5', 'vault', 'weak']
const placeHeaders = [
  ...['place', 'account', 'region', 'held_as', 'matched_by', 'since'],
  ...['instance', 'instance_id', 'address', 'declared', 'observed', 'observed_users', 'observed_paths'],
  ...['observed_options', 'proven', 'proven_users'],
]

/**
 * The map, or a part of it, as CSV, piece by piece: one line per key and account, and per key and instance; one of a key
 * that is nowhere. Of several users the times are the newest; lists have blanks between.
 */
export function* mapAsCsv(graph: Graph, marks: Marks, part: MapPart): Generator<MapExportPiece> {
  yield { text: csvLine([...keyHeaders, ...placeHeaders]), share: 0 }
  for (const exported of yield* selected(graph, part)) {
    const { name, type, bits, sha256, md5, vault, weak } = aboutKey(exported.key, marks)
    const about = [name, type, String(bits ?? ''), sha256 ?? '', md5 ?? '', vault, weak.join(' ')]
    for (const place of placesOf(exported))
      yield { text: csvLine([...about, ...place, ...nothing.slice(place.length)]), share: exported.share }
  }
  yield { text: '', share: 1 }
}

function* placesOf({ holdings, missing, trusts }: Exported): Generator<string[]> {
  for (const holding of holdings) yield holdingPlace(holding)
  for (const account of missing) yield missingPlace(account)
  for (const trust of trusts) yield trustPlace(trust)
  if (holdings.length + missing.length + trusts.length === 0) yield []
}

const nothing = placeHeaders.map(() => '')

/** The values of `placeHeaders`, as far as there are any. */
function holdingPlace({ account, entry, matchedBy }: HoldingEdge): string[] {
  return ['account', account.record.name, entry.region ?? '', entry.name, matchedBy, entry.firstSeen]
}

function missingPlace({ record }: AccountNode): string[] {
  return [told`missing on account`, record.name]
}

function trustPlace(trust: TrustEdge): string[] {
  const { account, name, instanceId, address } = aboutInstance(trust)
  const { declared, observed } = trust
  const proven = stillProven(trust)
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

/** How much of the work finding all trusts is; the rest is the file's lines. */
const SHARE_OF_FINDING = 0.3

/** Who may be named: of named accounts or instances only the keys that are there, and only where they are named. */
function namedIn(part: MapPart) {
  const ids = new Set(part?.ids)
  return (of: NonNullable<MapPart>['of'], id: string | undefined) =>
    part === null || (part.of === of && id !== undefined && ids.has(id))
}

/** The trusts of each key, by its index; tells on the way how far it is. */
function* trustsByKey(graph: Graph, part: MapPart): Generator<MapExportPiece, TrustEdge[][]> {
  const { keys, instances, trustsOf } = graph
  const has = namedIn(part)
  const trusts = keys.map((): TrustEdge[] => [])
  for (const [at, instance] of instances.entries()) {
    const whole = has('instances', instance.id) || has('accounts', instance.account?.record.id)
    if (!whole && part?.of !== 'keys') continue
    for (const trust of trustsOf(instance))
      if (whole || has('keys', trust.key.id)) trusts[trust.key.index]?.push(trust)
    yield { text: '', share: (SHARE_OF_FINDING * at) / instances.length }
  }
  return trusts
}

function* selected(graph: Graph, part: MapPart): Generator<MapExportPiece, (Exported & { share: number })[]> {
  const trusts = yield* trustsByKey(graph, part)
  const has = namedIn(part)
  const parts = graph.keys.map((key, index) => {
    const isHere = (account: AccountNode) => has('keys', key.id) || has('accounts', account.record.id)
    return {
      key,
      holdings: key.holdings.filter(({ account }) => isHere(account)),
      missing: key.missing.filter(isHere),
      trusts: trusts[index] ?? [],
      share: SHARE_OF_FINDING + ((1 - SHARE_OF_FINDING) * index) / graph.keys.length,
    }
  })
  return parts.filter(
    ({ key, holdings, missing, trusts: those }) =>
      has('keys', key.id) || holdings.length + missing.length + those.length > 0,
  )
}
