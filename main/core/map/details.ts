import { asPlainText } from '../../../contract/base.js'
import type { Holding, ReadFile, Trust } from '../../../contract/map.js'
import type { Graph, HoldingEdge, KeyNode, TrustEdge } from './graph.js'
import type { Marks } from './marks.js'

/** Where one key is; nothing of one that is not on the map. */
export function keyDetails(graph: Graph, marks: Marks, id: string): { holdings: Holding[]; trusts: Trust[] } {
  const key = graph.keys.find((one) => one.id === id)
  return {
    holdings: key?.holdings.map((holding) => toHolding(holding, marks)) ?? [],
    trusts: key === undefined ? [] : trustsIn(graph, key).map(toTrust),
  }
}

/** Which keys one instance trusts. */
export function instanceDetails(graph: Graph, id: string): { files: ReadFile[]; trusts: Trust[] } {
  const instance = graph.instances.find((one) => one.id === id)
  return {
    files: instance?.files.map(({ user, path, at, keys }) => ({ user, path, at, keys: keys.length })) ?? [],
    trusts: instance === undefined ? [] : graph.trustsOf(instance).map(toTrust),
  }
}

/** Which keys one account holds, and which belong there and are not. */
export function accountDetails(
  graph: Graph,
  marks: Marks,
  id: string,
): { holdings: Holding[]; missing: string[] } {
  const account = graph.accounts.find(({ record }) => record.id === id)
  return {
    holdings: account?.holdings.map((holding) => toHolding(holding, marks)) ?? [],
    missing: account?.missing.map((key) => key.id) ?? [],
  }
}

/** Which instances trust a key. */
function trustsIn({ instances, trustsOf }: Graph, key: KeyNode): TrustEdge[] {
  return instances.flatMap((instance) => trustsOf(instance).filter((trust) => trust.key === key))
}

/** As the contract has it. */
export function toHolding(holding: HoldingEdge, marks: Pick<Marks, 'namesakes'>): Holding {
  const { key, account, entry, matchedBy } = holding
  return {
    keyId: key.id,
    accountId: account.record.id,
    name: asPlainText(entry.name),
    region: entry.region,
    matchedBy,
    since: entry.firstSeen,
    sameName: marks.namesakes
      .of(holding)
      .map((other) => ({ keyId: other.key.id, accountId: other.accountId })),
  }
}

/** As the contract has it. */
export function toTrust({ key, instance, declared, observed, proven }: TrustEdge): Trust {
  return {
    keyId: key.id,
    instanceId: instance.id,
    declared: declared.map(asPlainText),
    observed: observed.map(({ file: { user, path, at }, line: { comment, options } }) => ({
      user,
      path: asPlainText(path),
      at,
      comment: asPlainText(comment),
      options: asPlainText(options),
    })),
    proven: proven.map(({ user, at, outdatedAt }) => ({ user, at, ...(outdatedAt && { outdatedAt }) })),
  }
}
