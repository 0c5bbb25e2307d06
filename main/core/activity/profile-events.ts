import type { ActivityEvent } from '../../../contract/activity.js'
import type { WantedRule } from '../../../contract/sync.js'
import type { Backend } from '../../../contract/vault.js'
import { told } from '../../../contract/words/say.js'
import { hostWords } from '../hosts/host-words.js'
import { allProofs } from '../inventory/proofs.js'
import { stateOf } from '../keys/key-pair.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import {
  type AccountRecord,
  type BindingRecord,
  type HostRecord,
  isShown,
  type KeyRecord,
  type LooseProof,
  type Profile,
} from '../profile.js'
import { wantedWords } from '../sync/wanted-words.js'
import type { Happening } from './record.js'

/**
 * What a change of the profile means for vault and keys. Every key is made, bound, used and deleted by such a change, so none
 * of that can be forgotten by whoever makes it.
 */
export function eventsBetween(before: Profile, after: Profile): Happening[] {
  return [
    ...vaultEvents(before, after),
    ...pairs(before.keys.filter(isShown), after.keys.filter(isShown)).flatMap(keyEvents),
    ...pairs(before.accounts.filter(isStored), after.accounts.filter(isStored)).flatMap(accountEvents),
    ...pairs(before.hosts, after.hosts).flatMap(hostEvents),
    ...after.bindings.flatMap((now) => bindingEvents(before, now, after)),
    ...loginEvents(before, after),
    ...otherUses(before, after),
    ...ruleEvents(before, after),
  ]
}

const places: Record<Backend, string> = { keychain: told`the keychain`, 'sealed-file': told`the sealed file` }

/** A cancelled move, too, is one that was undone. */
function vaultEvents({ vault: was, move: wasMoving }: Profile, { vault: is, move: isMoving }: Profile) {
  const happened = (event: ActivityEvent, detail?: string): Happening[] => [
    { event, ...(detail && { detail }) },
  ]
  if (is === null) return []
  if (was === null) return happened('vault-made')
  if (was.backend !== is.backend)
    return happened('vault-moved', told`from ${places[was.backend]} to ${places[is.backend]}`)
  if (wasMoving === null || isMoving !== null) return []
  if (wasMoving.phase === 'copying') return happened('vault-move-undone', told`to ${places[wasMoving.other]}`)
  return happened('vault-old-copy-deleted', told`in ${places[wasMoving.other]}`)
}

/** How the activity record names a key pair. */
export function keyNamed({ id, name, blob }: Pick<KeyRecord, 'id' | 'name' | 'blob'>) {
  return { id, name, fingerprint: fingerprintSha256(Buffer.from(blob, 'base64')) }
}

/** How it names an account. */
export const accountNamed = ({ id, name }: AccountRecord) => ({ id, name })

const isStored = ({ phase }: AccountRecord) => phase === 'stored'

interface Pair<T> {
  was: T | undefined
  is: T | undefined
}

/** By id. */
function pairs<T extends { id: string }>(before: T[], after: T[]): Pair<T>[] {
  const was = new Map(before.map((record) => [record.id, record]))
  const is = new Map(after.map((record) => [record.id, record]))
  const ids = new Set([...was.keys(), ...is.keys()])
  return [...ids].map((id) => ({ was: was.get(id), is: is.get(id) }))
}

function keyEvents({ was, is }: Pair<KeyRecord>): Happening[] {
  if (is === undefined) return was === undefined ? [] : [{ event: 'key-deleted', key: keyNamed(was) }]
  if (was === undefined) return [arrival(is)]
  const events: Omit<Happening, 'key'>[] = []
  if (is.hasPrivate && !was.hasPrivate)
    events.push({ event: 'key-imported', detail: 'the private half of what was a public key alone' })
  if (is.name !== was.name) events.push({ event: 'key-renamed', detail: `before: ${was.name}` })
  if (stateOf(is) !== stateOf(was)) events.push({ event: stateEvents[stateOf(is)] })
  return events.map((event) => ({ ...event, key: keyNamed(is) }))
}

const stateEvents = { active: 'key-restored', archived: 'key-archived', bin: 'key-binned' } as const

function arrival(record: KeyRecord): Happening {
  const key = keyNamed(record)
  if (record.origin === 'generated') return { event: 'key-made', key }
  return { event: 'key-imported', key, ...(!record.hasPrivate && { detail: 'the public half alone' }) }
}

function accountEvents({ was, is }: Pair<AccountRecord>): Happening[] {
  if (was === undefined && is !== undefined) return [{ event: 'account-added', account: accountNamed(is) }]
  if (is === undefined && was !== undefined) return [{ event: 'account-removed', account: accountNamed(was) }]
  return []
}

/** By name: of one that is gone nobody else knows it any more. */
function hostEvents({ was, is }: Pair<HostRecord>): Happening[] {
  if (is === undefined) return was === undefined ? [] : [{ event: 'host-removed', detail: hostWords(was) }]
  if (was === undefined) return [{ event: 'host-added', detail: hostWords(is) }]
  const [before, now] = [hostWords(was), hostWords(is)]
  return before === now ? [] : [{ event: 'host-changed', detail: `${now}; before: ${before}` }]
}

function bindingEvents(before: Profile, now: BindingRecord, after: Profile): Happening[] {
  const was = before.bindings.find(({ instanceId }) => instanceId === now.instanceId)
  return was?.boundAt === now.boundAt && was.keyId === now.keyId ? [] : loginEvent('key-bound', now, after)
}

/** Each login that was not known before. */
function loginEvents(before: Profile, after: Profile): Happening[] {
  const idOf = ({ instanceId, keyId, user, at }: LooseProof) => JSON.stringify([instanceId, keyId, user, at])
  const known = new Set(allProofs(before).map(idOf))
  const used = allProofs(after).filter((proof) => !known.has(idOf(proof)))
  return used.flatMap((proof) => loginEvent('key-used', proof, after))
}

function loginEvent(
  event: 'key-bound' | 'key-used',
  { instanceId, keyId, user }: Pick<LooseProof, 'instanceId' | 'keyId' | 'user'>,
  { keys }: Profile,
): Happening[] {
  const record = keys.find(({ id }) => id === keyId)
  return record === undefined ? [] : [{ event, key: keyNamed(record), instanceId, detail: `as ${user}` }]
}

/** Logins on instances that are gone meanwhile leave no proof, only the time. */
function otherUses(before: Profile, after: Profile): Happening[] {
  const proven = new Set(allProofs(after).map(({ keyId, at }) => `${keyId} ${at}`))
  return pairs(before.keys, after.keys).flatMap(({ was, is }) => {
    if (was === undefined || is === undefined || is.lastUsedAt === null) return []
    if (is.lastUsedAt === was.lastUsedAt || proven.has(`${is.id} ${is.lastUsedAt}`)) return []
    return [{ event: 'key-used' as const, key: keyNamed(is) }]
  })
}

/** By a user's word, by a restore, and with a key pair or an account that went. */
function ruleEvents({ wanted: was }: Profile, { wanted: is, accounts, keys }: Profile): Happening[] {
  const words = (rule: WantedRule) => wantedWords(rule, keys, accounts)
  const before = new Map(was.map((rule) => [rule.id, words(rule)]))
  const after = new Map(is.map((rule) => [rule.id, words(rule)]))
  const added = [...after]
    .filter(([id, says]) => before.get(id) !== says)
    .map(([, says]) => told`now: ${says}`)
  const gone = [...before].filter(([id]) => !after.has(id)).map(([, says]) => told`no more: ${says}`)
  return [...added, ...gone].map((detail) => ({ event: 'sync-rules-changed', detail }))
}
