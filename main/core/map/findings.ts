import type { MapMark, WeakReason } from '../../../contract/map.js'
import { stateOf } from '../keys/key-pair.js'
import { type AccountNode, type Graph, type HoldingEdge, type KeyNode, labelOf } from './graph.js'
import type { Marks } from './marks.js'
import { underSeveralNames } from './same-names.js'
import type { TableColumn } from './table-column.js'

/** What is to be looked at in an account: one key as it is held there, and one reason. */
export interface Finding {
  account: AccountNode
  finding: MapMark
  key: KeyNode
  /** Null of a key that is missing there. */
  holding: HoldingEdge | null
  weak: WeakReason[]
  /** Who means another key by the name: accounts, or the vault. */
  sameNameIn: string[]
}

export const findingColumns: TableColumn<Finding>[] = [
  { name: 'account', value: ({ account }) => account.record.name },
  { name: 'finding', value: ({ finding }) => finding },
  { name: 'key', value: ({ key }) => labelOf(key) },
  { name: 'held_as', value: ({ holding }) => holding?.entry.name ?? null },
  { name: 'region', value: ({ holding }) => holding?.entry.region ?? null },
  { name: 'matched_by', value: ({ holding }) => holding?.matchedBy ?? null },
  { name: 'since', value: ({ holding }) => holding?.entry.firstSeen ?? null },
  { name: 'type', value: ({ key }) => key.kind?.type ?? null },
  { name: 'bits', value: ({ key }) => key.kind?.bits ?? null },
  { name: 'sha256', value: ({ key }) => key.fingerprint },
  { name: 'md5', value: ({ key }) => key.fingerprintMd5 },
  { name: 'vault', value: ({ key }) => (key.record === null ? 'unknown' : stateOf(key.record)) },
  { name: 'weak', value: ({ weak }) => weak },
  { name: 'same_name_in', value: ({ sameNameIn }) => sameNameIn },
]

/** Of each account its findings, as its row in the table counts them; a key that is odd in two ways is there twice. */
export function createFindings({ accounts }: Graph, marks: Marks): (account: AccountNode) => Finding[] {
  const names = new Map(accounts.map(({ record }) => [record.id, record.name]))
  const placeOf = (accountId: string | null) =>
    accountId === null ? 'the vault' : (names.get(accountId) ?? '')
  const sameNameIn = (holding: HoldingEdge) => [
    ...new Set(marks.namesakes.of(holding).map(({ accountId }) => placeOf(accountId))),
  ]

  function* oddities(holding: HoldingEdge, several: Set<KeyNode>): Generator<MapMark> {
    const { key } = holding
    if (key.record === null) yield 'unknown'
    if (marks.weakness(key).length > 0) yield 'weak'
    if (marks.isRetired(key)) yield 'retired'
    if (marks.namesakes.has(holding)) yield 'same-name'
    if (several.has(key)) yield 'several-names'
  }

  return (account) => {
    const several = underSeveralNames(account.holdings)
    const found = (key: KeyNode, holding: HoldingEdge | null, finding: MapMark): Finding => {
      const others = holding !== null && finding === 'same-name' ? sameNameIn(holding) : []
      return { account, finding, key, holding, weak: marks.weakness(key), sameNameIn: others }
    }
    return [
      ...account.missing.map((key) => found(key, null, 'missing')),
      ...account.holdings.flatMap((holding) =>
        [...oddities(holding, several)].map((finding) => found(holding.key, holding, finding)),
      ),
    ]
  }
}
