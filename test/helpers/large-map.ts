import { byCloudId } from '../../main/core/inventory/inventory-cache.js'
import { fingerprintMd5 } from '../../main/core/keys/public-key.js'
import type { MapFacts } from '../../main/core/map/compute-map.js'
import { emptyProfile, type KeyRecord } from '../../main/core/profile.js'
import { fakeInstance } from './fake-cloud.js'
import { manyKeys } from './many-keys.js'
import { plainAccount } from './plain-account.js'

interface Size {
  keys: number
  accounts: number
  /** Of all accounts together. */
  instances: number
}

const at = '2026-01-01T00:00:00.000Z'

/**
 * A fleet, the same each time: each account holds every key of the vault, half of them known by fingerprint only, and some
 * of its own; each instance declares one or two, was read over SSH with three to five, and half were logged in to.
 */
export function largeMap({ keys: keyCount, accounts: accountCount, instances }: Size): MapFacts {
  const records = manyKeys(keyCount)
  const strangers = manyKeys(keyCount + accountCount * 5).slice(keyCount)
  const accounts = Array.from({ length: accountCount }, (_, n) => `a${n}`)
  const perAccount = instances / accountCount
  const told = accounts.map((id, n) => {
    const own = strangers.slice(n * 5, n * 5 + 5)
    const vms = Array.from({ length: perAccount }, (_, i) => {
      const names = [`key ${(i + n) % keyCount}`, ...(i % 4 === 0 ? [`key ${(i + 7) % keyCount}`] : [])]
      const address = `10.${n}.${i >> 8}.${i & 255}`
      const ssh = [{ host: address, port: 22, via: 'public' as const }]
      return fakeInstance({
        cloudId: `vm-${i}`,
        name: `web-${n}-${i}`,
        keyNames: names,
        addresses: [address],
        ssh,
      })
    })
    const held = [...records, ...own].map((record, i) => cloudKey(record, i % 2 === 0))
    return [id, { readAt: at, instances: byCloudId(vms), keys: held, older: {} }] as const
  })
  const ids = accounts.flatMap((id) => Array.from({ length: perAccount }, (_, i) => `${id}/vm-${i}`))
  return {
    profile: {
      ...emptyProfile('large'),
      keys: records,
      accounts: accounts.map((id) => ({
        ...{ ...plainAccount, id, phase: 'stored', kind: 'cloudstack', name: `Account ${id}` },
        ...{ values: {}, addedAt: at },
      })),
      bindings: ids
        .filter((_id, n) => n % 2 === 0)
        .map((instanceId, n) => {
          const keyId = `k${n % keyCount}`
          return { instanceId, keyId, user: 'root', boundAt: at, proofs: [{ keyId, user: 'root', at }] }
        }),
      wanted: [{ id: 'w', keys: { kind: 'all' }, accounts: { kind: 'all' } }],
    },
    told: new Map(told),
    observations: ids.map((instanceId, n) => ({
      ...{ instanceId, user: 'root', path: '/root/.ssh/authorized_keys', at },
      keys: [
        ...records.slice(n % keyCount, (n % keyCount) + 3),
        ...strangers.slice(n % strangers.length).slice(0, 2),
      ].map(({ blob, name }) => ({ blob, type: 'ssh-ed25519', comment: `${name}@desk`, options: '' })),
    })),
  }
}

function cloudKey({ name, blob }: KeyRecord, whole: boolean) {
  const fingerprint = fingerprintMd5(Buffer.from(blob, 'base64'))
  const known = { blob: whole ? blob : null, fingerprintMd5: fingerprint }
  return { name, region: null, cloudKeyId: null, description: null, firstSeen: at, ...known }
}
