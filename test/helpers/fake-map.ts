import type { Instance } from '../../contract/instances.js'
import { type AccountInventory, byCloudId } from '../../main/core/inventory/inventory-cache.js'
import type { Observation } from '../../main/core/inventory/observations.js'
import type { MapFacts } from '../../main/core/map/compute-map.js'
import { createMap } from '../../main/core/map/map.js'
import { emptyProfile, type KeyRecord } from '../../main/core/profile.js'
import type { MapService } from '../../main/core/services.js'
import { fakeInstance } from './fake-cloud.js'
import * as data from './fake-data.js'
import { largeMap } from './large-map.js'
import { manyKeys } from './many-keys.js'
import { memoryProfileStore } from './memory-profile.js'
import { plainNotes } from './plain-notes.js'
import { systemClock } from './system-clock.js'

/** From here on a fleet in memory takes the place of the believable few. */
const MANY = 1_000

/** The real map, over the data that the fake app's other screens show, or over a fleet. */
export function fakeMap(instances: Instance[], keys: number): MapService {
  const { profile, told, observations } =
    instances.length < MANY
      ? fewFacts(instances)
      : largeMap({ keys: Math.max(keys, 1), accounts: 20, instances: instances.length })
  return createMap({
    ports: { profile: memoryProfileStore(profile), clock: systemClock },
    instances: { told: async () => told },
    observations: { all: async () => [...observations] },
  })
}

const [ops, stranger] = manyKeys(2) as [KeyRecord, KeyRecord]
const DAY = 60 * 24

function fewFacts(instances: Instance[]): MapFacts {
  const records = instances.length === 0 ? [] : data.keyPairs.map(toRecord)
  const accounts = instances.length === 0 ? [] : data.accounts
  const entry = { region: null, cloudKeyId: null, fingerprintMd5: null, description: null }
  const told = accounts.map(({ id }, n): [string, AccountInventory] => {
    const held = records.map(({ name, blob }) => ({ ...entry, name, blob, firstSeen: data.ago(DAY * 9) }))
    const theirs = { ...entry, name: 'ops-2019', blob: ops.blob, firstSeen: data.ago(DAY * 200) }
    const short = { ...entry, name: 'bastion', blob: shortRsa, firstSeen: data.ago(DAY * 300) }
    const keys =
      n === 0 ? [...held, theirs] : [...held.slice(0, 2), theirs, { ...theirs, name: 'ops' }, short]
    const vms = instances.filter(({ accountId }) => accountId === id).map(toCloudInstance)
    return [id, { readAt: data.ago(n === 0 ? 3 : 60 * 5), instances: byCloudId(vms), keys, older: {} }]
  })
  return {
    profile: {
      ...emptyProfile('fake'),
      keys: records,
      accounts: accounts.map(({ lastContact: _, ...account }) => ({ ...account, phase: 'stored' })),
      bindings: instances.map(({ id: instanceId, user, proven }) => {
        const keyId = proven[0]?.keyId ?? 'k1'
        return { instanceId, keyId, user, boundAt: data.ago(DAY), proofs: proven }
      }),
      wanted: accounts.length === 0 ? [] : [{ id: 'w', keys: { kind: 'all' }, accounts: { kind: 'all' } }],
    },
    told: new Map(told),
    observations: instances
      .filter((_, n) => n % 2 === 0)
      .map((instance, n) => observation(instance, n, records)),
  }
}

/** What is in the file is the declared key mostly, sometimes somebody's own, once with options. */
function observation({ id, user, declared }: Instance, n: number, records: KeyRecord[]): Observation {
  const own = records.filter((record) => n % 4 !== 1 && declared.some(({ keyId }) => keyId === record.id))
  const others = n % 3 === 0 ? [stranger] : n % 5 === 0 ? [ops] : []
  return {
    ...{ instanceId: id, user, path: `/home/${user}/.ssh/authorized_keys`, at: data.ago(60 * (n + 1)) },
    keys: [...own, ...others].map(({ blob, name }) => {
      return { blob, type: '', comment: `${name}@desk`, options: n % 6 === 0 ? 'from="10.0.0.0/8"' : '' }
    }),
  }
}

function toRecord({
  id,
  name,
  type,
  bits,
  publicKey,
  createdAt,
  origin,
  comment,
}: (typeof data.keyPairs)[number]): KeyRecord {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64').toString('base64')
  return { ...plainNotes, ...{ id, phase: 'stored', name, type, bits, blob, createdAt, origin, comment } }
}

function toCloudInstance({
  cloudId,
  name,
  state,
  cloudState,
  zone,
  os,
  addresses,
  ssh,
  declared,
  user,
}: Instance) {
  const keyNames = declared.map(({ cloudName }) => cloudName)
  return fakeInstance({
    ...{ cloudId, name, state, cloudState, zone, os, addresses, ssh, keyNames },
    userGuesses: [user],
  })
}

const shortRsa = Buffer.concat([
  ...[Buffer.from('00000007', 'hex'), Buffer.from('ssh-rsa'), Buffer.from('00000003010001', 'hex')],
  ...[Buffer.from('0000008100', 'hex'), Buffer.alloc(128, 0xc3)],
]).toString('base64')
