import { asPlainText } from '../../../contract/base.js'
import type { KeyMap, MapAccount, MapInstance, MapKey } from '../../../contract/map.js'
import { stateOf } from '../keys/key-pair.js'
import { count, type Grades, later, noGrades } from './grades.js'
import {
  type AccountNode,
  addressOf,
  type Graph,
  type InstanceNode,
  type KeyNode,
  nameOf,
  stillProven,
  type TrustEdge,
} from './graph.js'
import { type Marks, marked } from './marks.js'
import { underSeveralNames } from './same-names.js'

/** A key that has more is known well enough by its fingerprint. */
const MOST_NAMES = 20

/** The map as tables, whose rows name each other by index. */
export function tablesOf(graph: Graph, marks: Marks): KeyMap {
  const { keys, accounts } = graph
  const grades = keys.map(noGrades)
  // One pass over the trusts for both sides: there are tens of thousands.
  const instances = graph.instances.map((instance) => {
    const trusts = graph.trustsOf(instance)
    for (const trust of trusts) count(grades[trust.key.index] ?? noGrades(), trust)
    return instanceRow(instance, trusts, marks)
  })
  return {
    keys: keys.map((key, index) => keyRow(key, grades[index] ?? noGrades(), marks)),
    instances,
    accounts: accounts.map((account) => accountRow(account, marks)),
  }
}

/** `trusts` are the instance's own. */
export function instanceRow(instance: InstanceNode, trusts: TrustEdge[], marks: Marks): MapInstance {
  const { id, account, cloud, name, files } = instance
  const grades = noGrades()
  const byGrade = { declared: [] as number[], observed: [] as number[], proven: [] as number[] }
  for (const trust of trusts) {
    count(grades, trust)
    const { key, declared, observed } = trust
    if (declared.length > 0) byGrade.declared.push(key.index)
    if (observed.length > 0) byGrade.observed.push(key.index)
    if (stillProven(trust).length > 0) byGrade.proven.push(key.index)
  }
  let readAt: string | null = null
  for (const { at } of files) readAt = later(readAt, at)
  return {
    id,
    accountId: account?.record.id ?? null,
    name: asPlainText(name),
    state: cloud === null || account?.record.disabled ? 'unknown' : cloud.state,
    address: addressOf(instance),
    readAt,
    declared: byGrade.declared,
    observed: byGrade.observed,
    proven: byGrade.proven,
    provenAt: grades.provenAt,
    marks: marks.ofInstance(instance, trusts, grades),
  }
}

export function keyRow(key: KeyNode, grades: Grades, marks: Marks): MapKey {
  const { id, record, kind, fingerprint, fingerprintMd5, holdings, missing } = key
  const { declared, observed, proven, provenAt } = grades
  const name = nameOf(key)
  const otherNames = new Set([...key.cloudNames, ...key.comments])
  otherNames.delete(name)
  return {
    id,
    keyId: record?.id ?? null,
    name: asPlainText(name),
    otherNames: [...otherNames].slice(0, MOST_NAMES).map(asPlainText),
    type: kind?.type ?? '',
    bits: kind?.bits ?? null,
    fingerprint,
    fingerprintMd5,
    state: record === null ? null : stateOf(record),
    accounts: [...new Set(holdings.map(({ account }) => account.index))],
    missing: missing.map(({ index }) => index),
    ...{ declared, observed, proven, provenAt },
    weak: marks.weakness(key),
    marks: marks.ofKey(key, grades),
  }
}

function accountRow({ record, told, holdings, missing, instances }: AccountNode, marks: Marks): MapAccount {
  const keys = [...new Set(holdings.map(({ key }) => key))]
  const namesakes = holdings.filter(marks.namesakes.has)
  const counts = {
    unknown: keys.filter((key) => key.record === null).length,
    missing: missing.length,
    sameName: new Set(namesakes.map(({ key }) => key)).size,
    severalNames: underSeveralNames(holdings).size,
    weak: keys.filter((key) => marks.weakness(key).length > 0).length,
  }
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    disabled: record.disabled,
    readAt: told?.readAt ?? null,
    keys: keys.length,
    instances: instances.length,
    ...counts,
    marks: marked({
      unknown: counts.unknown > 0,
      weak: counts.weak > 0,
      retired: keys.some(marks.isRetired),
      missing: counts.missing > 0,
      'same-name': counts.sameName > 0,
      'several-names': counts.severalNames > 0,
    }),
  }
}
