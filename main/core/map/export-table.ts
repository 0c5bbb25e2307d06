import type { MapExport, MapExportPiece } from '../../../contract/map.js'
import { csvLine } from './csv.js'
import { createFindings, type Finding, findingColumns } from './findings.js'
import { count, noGrades } from './grades.js'
import { addressOf, type Graph, type InstanceNode, type KeyNode, labelOf } from './graph.js'
import type { Marks } from './marks.js'
import type { TableColumn } from './table-column.js'
import { instanceRow, keyRow } from './tables.js'

type Table = Extract<MapExport, { shape: 'table' }>

/** A table of the map as CSV, piece by piece: one line per row; lists have semicolons between. */
export function* tableAsCsv(graph: Graph, marks: Marks, table: Table): Generator<MapExportPiece> {
  yield* written(graph, marks, table, {
    head: (names) => csvLine(names),
    row: (_names, values) => csvLine(values.map(asText)),
    foot: '',
  })
}

/** The same as JSON, one line per row: numbers and lists are such. `at` is now, ISO 8601. */
export function* tableAsJson(
  graph: Graph,
  marks: Marks,
  table: Table,
  at: string,
): Generator<MapExportPiece> {
  const name = table.of === 'accounts' ? 'findings' : table.of
  yield* written(graph, marks, table, {
    head: () => `{"exportedAt":${JSON.stringify(at)},\n"${name}":[`,
    row: (names, values, index) =>
      `${index === 0 ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(names.map((one, n) => [one, values[n]])))}`,
    foot: '\n]}\n',
  })
}

type Value = ReturnType<TableColumn<unknown>['value']>

interface Writing {
  head: (names: string[]) => string
  row: (names: string[], values: Value[], index: number) => string
  foot: string
}

function* written(graph: Graph, marks: Marks, table: Table, to: Writing): Generator<MapExportPiece> {
  if (table.of === 'keys') yield* lines(keyColumns, keyRows(graph, marks, table.ids), to)
  if (table.of === 'instances')
    yield* lines(instanceColumns(graph), instanceRows(graph, marks, table.ids), to)
  if (table.of === 'accounts') yield* lines(findingColumns, findingRows(graph, marks, table), to)
  yield { text: to.foot, share: 1 }
}

/** Null stands for work on the way to the next row. */
type Rows<T> = Iterable<{ row: T | null; share: number }>

function* lines<T>(columns: TableColumn<T>[], rows: Rows<T>, to: Writing): Generator<MapExportPiece> {
  const names = columns.map(({ name }) => name)
  yield { text: to.head(names), share: 0 }
  let index = 0
  for (const { row, share } of rows) {
    const text =
      row === null
        ? ''
        : to.row(
            names,
            columns.map(({ value }) => value(row)),
            index++,
          )
    yield { text, share }
  }
}

function asText(value: Value): string {
  return Array.isArray(value) ? value.join('; ') : String(value ?? '')
}

interface KeyLine {
  node: KeyNode
  row: ReturnType<typeof keyRow>
}

const keyColumns: TableColumn<KeyLine>[] = [
  { name: 'key', value: ({ node }) => labelOf(node) },
  { name: 'other_names', value: ({ row }) => row.otherNames },
  { name: 'type', value: ({ row }) => row.type },
  { name: 'bits', value: ({ row }) => row.bits },
  { name: 'sha256', value: ({ row }) => row.fingerprint },
  { name: 'md5', value: ({ row }) => row.fingerprintMd5 },
  { name: 'vault', value: ({ row }) => row.state ?? 'unknown' },
  {
    name: 'accounts',
    value: ({ node }) => [...new Set(node.holdings.map(({ account }) => account.record.name))],
  },
  { name: 'missing_on', value: ({ node }) => node.missing.map(({ record }) => record.name) },
  { name: 'declared', value: ({ row }) => row.declared },
  { name: 'observed', value: ({ row }) => row.observed },
  { name: 'proven', value: ({ row }) => row.proven },
  { name: 'last_login', value: ({ row }) => row.provenAt },
  { name: 'weak', value: ({ row }) => row.weak },
  { name: 'worth_a_look', value: ({ row }) => row.marks },
]

/** How much of the work counting each key's instances is; the rest is the file's lines. */
const SHARE_OF_COUNTING = 0.8

function* keyRows(graph: Graph, marks: Marks, ids: string[] | null): Rows<KeyLine> {
  const grades = graph.keys.map(noGrades)
  for (const [at, instance] of graph.instances.entries()) {
    for (const trust of graph.trustsOf(instance)) count(grades[trust.key.index] ?? noGrades(), trust)
    yield { row: null, share: (SHARE_OF_COUNTING * at) / graph.instances.length }
  }
  const nodes = chosen(graph.keys, ids)
  for (const [at, node] of nodes.entries()) {
    const row = keyRow(node, grades[node.index] ?? noGrades(), marks)
    yield { row: { node, row }, share: SHARE_OF_COUNTING + ((1 - SHARE_OF_COUNTING) * at) / nodes.length }
  }
}

interface InstanceLine {
  node: InstanceNode
  row: ReturnType<typeof instanceRow>
}

function instanceColumns({ keys }: Graph): TableColumn<InstanceLine>[] {
  const labels = keys.map(labelOf)
  const named = (indices: number[]) => indices.map((index) => labels[index] ?? '')
  return [
    { name: 'instance', value: ({ row }) => row.name },
    { name: 'instance_id', value: ({ node }) => node.cloud?.cloudId ?? node.id },
    { name: 'account', value: ({ node }) => node.account?.record.name ?? null },
    { name: 'region', value: ({ node }) => node.cloud?.region ?? null },
    { name: 'address', value: ({ node }) => addressOf(node) },
    { name: 'state', value: ({ row }) => row.state },
    { name: 'declared', value: ({ row }) => named(row.declared) },
    { name: 'observed', value: ({ row }) => named(row.observed) },
    { name: 'observed_at', value: ({ row }) => row.readAt },
    { name: 'proven', value: ({ row }) => named(row.proven) },
    { name: 'last_login', value: ({ row }) => row.provenAt },
    { name: 'worth_a_look', value: ({ row }) => row.marks },
  ]
}

function* instanceRows(graph: Graph, marks: Marks, ids: string[] | null): Rows<InstanceLine> {
  const nodes = chosen(graph.instances, ids)
  for (const [at, node] of nodes.entries()) {
    yield { row: { node, row: instanceRow(node, graph.trustsOf(node), marks) }, share: at / nodes.length }
  }
}

function* findingRows(graph: Graph, marks: Marks, { ids, mark }: Table): Rows<Finding> {
  const findingsOf = createFindings(graph, marks)
  const nodes = chosen(
    graph.accounts.map((account) => ({ id: account.record.id, account })),
    ids,
  )
  for (const [at, { account }] of nodes.entries()) {
    for (const row of findingsOf(account))
      if (mark === null || row.finding === mark) yield { row, share: at / nodes.length }
  }
}

/** Those of the ids, in their order; what is no longer on the map is left out. */
function chosen<T extends { id: string }>(all: T[], ids: string[] | null): T[] {
  if (ids === null) return all
  const byId = new Map(all.map((one) => [one.id, one]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
