import { isDeepStrictEqual } from 'node:util'
import { instanceId, parseInstanceId } from '../inventory/instance-view.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { compareLine } from '../known-hosts/compare.js'
import { type KnownHostLine, parseLine } from '../known-hosts/entry.js'
import { accountCandidate } from './account-candidate.js'
import { type Candidate, type Here, restoreRow } from './candidate.js'
import { keyCandidate } from './key-candidate.js'
import type { Payload } from './payload.js'
import { plainName } from './plain-name.js'
import { missingRules } from './restore-wanted.js'

/**
 * Holds a backup against what is here, in the backup's order. The same each time while nothing changes. `onNext` is told
 * before each key pair and account how many are over, and ends the work by throwing.
 */
export async function candidatesOf(
  payload: Payload,
  here: Here,
  onNext: (done: number, total: number) => void = () => undefined,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  const next = () => onNext(candidates.length, payload.keys.length + payload.accounts.length)
  const keyNames = here.profile.keys.map(({ name }) => name)
  for (const [index, key] of payload.keys.entries()) {
    next()
    candidates.push(await keyCandidate(`key/${index}`, key, here, keyNames))
  }
  const accountNames = here.profile.accounts.map(({ name }) => name)
  for (const [index, account] of payload.accounts.entries()) {
    next()
    candidates.push(await accountCandidate(`account/${index}`, account, here, accountNames))
  }
  if (payload.bindings.length > 0) candidates.push(bindingsCandidate(payload, candidates, here))
  if (payload.wanted.length > 0) candidates.push(wantedCandidate(payload, candidates, here))
  for (const [index, text] of payload.knownHosts.split('\n').entries()) {
    const line = parseLine(text)
    if (line !== null) candidates.push(hostCandidate(`host/${index}`, text, line, here))
  }
  return [...candidates, settingsCandidate(payload, here)]
}

/** Those whose key pair and account are in the backup too, for instances that have none here. */
function bindingsCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const keyIds = new Set(payload.keys.map(({ id }) => id))
  const accounts = new Map(
    candidates.flatMap((one) => (one.kind === 'account' ? [[one.account.id, one.twin?.id] as const] : [])),
  )
  const bound = new Set(profile.bindings.map((binding) => binding.instanceId))
  const { length } = payload.bindings.filter(({ keyId, instanceId: id }) => {
    const parts = parseInstanceId(id)
    if (parts === null || !keyIds.has(keyId) || !accounts.has(parts.accountId)) return false
    const accountId = accounts.get(parts.accountId)
    return accountId === undefined || !bound.has(instanceId(accountId, parts.cloudId))
  })
  const instances = `${length} ${length === 1 ? 'instance' : 'instances'}`
  const row = restoreRow({
    id: 'bindings',
    kind: 'bindings',
    name: 'Bindings',
    detail: '',
    state: length === 0 ? 'same' : 'new',
    differs: [],
    does: length === 0 ? null : `binds ${instances}, where key pair and account are here then`,
  })
  return { kind: 'bindings', row }
}

/** Those that are not here, as if every key pair and account of the backup were restored. */
function wantedCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const keyIds = new Map<string, string>()
  const accountIds = new Map<string, string>()
  for (const one of candidates) {
    if (one.kind === 'key') keyIds.set(one.key.id, one.twin?.id ?? one.key.id)
    if (one.kind === 'account') accountIds.set(one.account.id, one.twin?.id ?? one.account.id)
  }
  const { length } = missingRules(profile.wanted, payload.wanted, keyIds, accountIds)
  const rules = `${length} ${length === 1 ? 'rule' : 'rules'}`
  const row = restoreRow({
    id: 'wanted',
    kind: 'wanted',
    name: 'Sync rules',
    detail: '',
    state: length === 0 ? 'same' : 'new',
    differs: [],
    does: length === 0 ? null : `adds ${rules}, where key pair and account are here then`,
  })
  return { kind: 'wanted', row }
}

/** Of a host that has another key here nothing is added: that is for the question at the next connection. */
function hostCandidate(id: string, text: string, line: KnownHostLine, { knownHosts }: Here): Candidate {
  const state = compareLine(knownHosts, line)
  const fingerprint = fingerprintSha256(Buffer.from(line.key, 'base64'))
  const row = restoreRow({
    id,
    kind: 'known-host',
    name: line.hosts.startsWith('|') ? '(hashed)' : plainName(line.hosts, 255),
    detail: [line.marker, line.algorithm, fingerprint].filter(Boolean).join(' '),
    state,
    differs: state === 'different' ? ['another host key is known here'] : [],
    does: state === 'new' ? 'makes it known' : null,
  })
  return { kind: 'known-host', line: text, row }
}

function settingsCandidate({ settings }: Payload, { profile }: Here): Candidate {
  const same = isDeepStrictEqual(settings, profile.settings)
  const isFresh = profile.keys.length + profile.accounts.length === 0
  const row = restoreRow({
    id: 'settings',
    kind: 'settings',
    name: 'Settings',
    detail: '',
    state: same ? 'same' : 'different',
    differs: same ? [] : ['times of the lock and the bin'],
    does: same ? null : 'replaces the settings here',
    proposed: !same && isFresh,
  })
  return { kind: 'settings', row }
}
