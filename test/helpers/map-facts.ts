import type { KeyMap, MapMark } from '../../contract/map.js'
import type { CloudInstance, CloudKeyEntry } from '../../main/core/clouds/cloud.js'
import { byCloudId } from '../../main/core/inventory/inventory-cache.js'
import type { Observation } from '../../main/core/inventory/observations.js'
import { fingerprintMd5 } from '../../main/core/keys/public-key.js'
import { computeMap, type MapFacts } from '../../main/core/map/compute-map.js'
import { createMarks } from '../../main/core/map/marks.js'
import { tablesOf } from '../../main/core/map/tables.js'
import { type AccountRecord, emptyProfile, type KeyRecord, type Profile } from '../../main/core/profile.js'
import { plainAccount } from './plain-account.js'

export const READ_AT = '2026-03-01T00:00:00.000Z'

interface Told {
  keys?: (Partial<CloudKeyEntry> & { name: string; firstSeen?: string })[]
  instances?: CloudInstance[]
}

interface Parts {
  profile?: Partial<Profile>
  /** By the account's id; null for one that was never read. */
  accounts?: Record<string, Told | null>
  observations?: Observation[]
}

/** What the map is made of, of as little as a test needs to say. */
export function mapFacts({ profile = {}, accounts = {}, observations = [] }: Parts): MapFacts {
  const told = Object.entries(accounts).flatMap(([id, account]) => {
    if (account === null) return []
    const keys = (account.keys ?? []).map((key) => ({ ...nameOnly, firstSeen: READ_AT, ...key }))
    return [
      [id, { readAt: READ_AT, older: {}, instances: byCloudId(account.instances ?? []), keys }] as const,
    ]
  })
  const records = Object.keys(accounts).map(accountRecord)
  return {
    profile: { ...emptyProfile('map'), accounts: records, ...profile },
    told: new Map(told),
    observations,
  }
}

const nameOnly = { region: null, cloudKeyId: null, blob: null, fingerprintMd5: null, description: null }

function accountRecord(id: string): AccountRecord {
  const addedAt = '2026-01-01T00:00:00.000Z'
  return {
    ...plainAccount,
    id,
    phase: 'stored',
    kind: 'cloudstack',
    name: `Account ${id}`,
    values: {},
    addedAt,
  }
}

/** As a cloud lists it that gives the key itself. */
export const byKey = ({ name, blob }: KeyRecord, as = name) => ({ name: as, blob })

/** As a cloud lists it that gives its fingerprint only. */
export const byFingerprint = ({ name, blob }: KeyRecord, as = name) => ({
  name: as,
  fingerprintMd5: fingerprintMd5(Buffer.from(blob, 'base64')),
})

/** A reading of root's file. */
export function seen(instanceId: string, ...keys: (KeyRecord | string)[]): Observation {
  return {
    ...{ instanceId, user: 'root', path: '/root/.ssh/authorized_keys', at: READ_AT },
    keys: keys.map((key) => {
      const blob = typeof key === 'string' ? key : key.blob
      return { blob, type: '', comment: 'ada@desk', options: '' }
    }),
  }
}

/** The tables, and their rows by name. */
export function mapTables(facts: MapFacts, now = Date.parse(READ_AT)) {
  const graph = computeMap(facts)
  const marks = createMarks(graph, { now, keyAgeDays: facts.profile.settings.keyAgeDays })
  const tables: KeyMap = tablesOf(graph, marks)
  const row = <T extends { name: string }>(rows: T[], name: string): T => {
    const found = rows.find((one) => one.name === name)
    if (found === undefined) throw new Error(`No row ${name} among ${rows.map((one) => one.name).join(', ')}`)
    return found
  }
  return {
    graph,
    marks,
    tables,
    key: (name: string) => row(tables.keys, name),
    instance: (name: string) => row(tables.instances, name),
    account: (name: string) => row(tables.accounts, name),
    names: (indices: number[]) => indices.map((index) => tables.keys[index]?.name),
    /** The names of the keys with a mark. */
    marked: (mark: MapMark) =>
      tables.keys.filter(({ marks: all }) => all.includes(mark)).map(({ name }) => name),
  }
}
