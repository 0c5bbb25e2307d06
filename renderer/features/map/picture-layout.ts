import { say } from '../../../contract/words/say.js'
import { type Grades, gradesOf, type InstanceRow, type KeyRow, type MapRows } from './map-rows.js'
import type { MapTarget } from './map-target.js'
import { countedInstances, countedKeys } from './map-words.js'

/** More are drawn as groups: a picture is for the eye, the table for each of them. */
export const MOST_SINGLE = 40

/** A box in one of the three columns, over one row or more. */
export interface Block {
  /** What a click shows; null where it stands for several. */
  target: MapTarget | null
  label: string
  note: string
  from: number
  rows: number
}

/** One key on one instance, or several that are alike. */
export interface PictureRow {
  grades: Grades | null
  /** Where declared comes from, and what the account holds. */
  account: { held: boolean } | null
  /** The keys or instances that the row stands for. */
  ids: string[]
}

/** Keys, accounts and instances as columns of boxes, with a line or more in each row. */
export interface Picture {
  rows: PictureRow[]
  keys: Block[]
  accounts: Block[]
  instances: Block[]
}

/** Where one key is: its accounts with their instances beside them. */
export function keyPicture(map: MapRows, key: KeyRow): Picture {
  const trusting = map.instances.flatMap((instance) => {
    const grades = gradesOf(instance.row, key.index)
    return grades === null ? [] : [{ item: instance, grades }]
  })
  const single = trusting.length <= MOST_SINGLE
  const picture: Picture = { rows: [], keys: [], accounts: [], instances: [] }
  const places = [...map.accounts, null].map((account) => ({
    account,
    of: trusting.filter(({ item }) => (item.row.accountId ?? null) === (account?.id ?? null)),
  }))
  for (const { account, of } of places) {
    const held = account !== null && key.row.accounts.includes(account.index)
    const missing = account !== null && key.row.missing.includes(account.index)
    if (of.length === 0 && !held && !missing) continue
    const from = picture.rows.length
    const where = account === null ? null : { held }
    for (const group of grouped(of, single)) {
      picture.instances.push({ ...instanceBlock(group.items), from: picture.rows.length, rows: 1 })
      picture.rows.push({ grades: group.grades, account: where, ids: group.items.map(({ id }) => id) })
    }
    if (of.length === 0) picture.rows.push({ grades: null, account: where, ids: [] })
    if (account === null) continue
    const note = held ? say`holds it` : missing ? say`belongs there, not there` : say`does not hold it`
    const target = { of: 'accounts' as const, id: account.id }
    picture.accounts.push({ target, label: account.row.name, note, from, rows: picture.rows.length - from })
  }
  const rows = Math.max(1, picture.rows.length)
  picture.keys.push({ target: { of: 'keys', id: key.id }, label: key.title, note: '', from: 0, rows })
  return picture
}

/** Which keys one instance trusts: those that its account holds first. */
export function instancePicture(map: MapRows, instance: InstanceRow): Picture {
  const account = map.accounts.find(({ id }) => id === instance.row.accountId)
  const held = (key: KeyRow) => account !== undefined && key.row.accounts.includes(account.index)
  const trusted = map.keys.flatMap((key) => {
    const grades = gradesOf(instance.row, key.index)
    return grades === null ? [] : [{ item: key, grades }]
  })
  const single = trusted.length <= MOST_SINGLE
  const ofAccount = trusted.filter(({ item, grades }) => held(item) || grades.declared)
  const others = trusted.filter((one) => !ofAccount.includes(one))
  const picture: Picture = { rows: [], keys: [], accounts: [], instances: [] }
  for (const group of [...grouped(ofAccount, single), ...grouped(others, single)]) {
    const [first] = group.items
    const isHeld = group.items.every(held)
    const where =
      account === undefined || !ofAccount.some(({ item }) => item === first) ? null : { held: isHeld }
    picture.keys.push({ ...keyBlock(group.items), from: picture.rows.length, rows: 1 })
    picture.rows.push({ grades: group.grades, account: where, ids: group.items.map(({ id }) => id) })
  }
  if (trusted.length === 0)
    picture.rows.push({ grades: null, account: account === undefined ? null : { held: false }, ids: [] })
  const spans = picture.rows.filter((row) => row.account !== null).length
  if (account !== undefined && spans > 0) {
    const target = { of: 'accounts' as const, id: account.id }
    picture.accounts.push({ target, label: account.row.name, note: '', from: 0, rows: spans })
  }
  picture.instances.push({
    ...{ target: { of: 'instances', id: instance.id }, label: instance.row.name, note: '' },
    ...{ from: 0, rows: picture.rows.length },
  })
  return picture
}

interface Graded<T> {
  item: T
  grades: Grades
}

/** Each for itself, or those with the same grades together; the best known first. */
function grouped<T>(all: Graded<T>[], single: boolean): { items: T[]; grades: Grades }[] {
  const sorted = [...all].sort((one, other) => rank(other.grades) - rank(one.grades))
  if (single) return sorted.map(({ item, grades }) => ({ items: [item], grades }))
  const groups = new Map<number, { items: T[]; grades: Grades }>()
  for (const { item, grades } of sorted) {
    const group = groups.get(rank(grades)) ?? { items: [], grades }
    group.items.push(item)
    groups.set(rank(grades), group)
  }
  return [...groups.values()]
}

function rank({ declared, observed, proven }: Grades): number {
  return (proven ? 4 : 0) + (observed ? 2 : 0) + (declared ? 1 : 0)
}

function instanceBlock(items: InstanceRow[]): Omit<Block, 'from' | 'rows'> {
  const [only] = items
  if (items.length !== 1 || only === undefined)
    return { target: null, label: countedInstances(items.length), note: say`show them in the table` }
  return { target: { of: 'instances', id: only.id }, label: only.row.name, note: only.row.address }
}

function keyBlock(items: KeyRow[]): Omit<Block, 'from' | 'rows'> {
  const [only] = items
  if (items.length !== 1 || only === undefined)
    return { target: null, label: countedKeys(items.length), note: say`show them in the table` }
  return {
    target: { of: 'keys', id: only.id },
    label: only.title,
    note: only.row.keyId === null ? say`not in this vault` : '',
  }
}
