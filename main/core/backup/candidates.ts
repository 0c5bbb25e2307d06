import { isDeepStrictEqual } from 'node:util'
import { plural, told } from '../../../contract/words/say.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { compareLine } from '../known-hosts/compare.js'
import { type KnownHostLine, parseLine } from '../known-hosts/entry.js'
import { accountCandidate } from './account-candidate.js'
import { type Candidate, type Here, restoreRow } from './candidate.js'
import { hostCandidate } from './host-candidate.js'
import { keyCandidate } from './key-candidate.js'
import type { Payload } from './payload.js'
import { missingHere } from './per-instance.js'
import { plainName } from './plain-name.js'
import { missingBastions } from './restore-bastions.js'
import { instanceHere } from './restore-bindings.js'
import { connectionWords } from './restore-connections.js'
import { forwardWords } from './restore-forwards.js'
import { missingSnippets } from './restore-snippets.js'
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
  const hostNames = here.profile.hosts.map(({ name }) => name)
  for (const [index, host] of payload.hosts.entries())
    candidates.push(hostCandidate(`own-host/${index}`, host, here, hostNames))
  if (payload.bindings.length > 0) candidates.push(bindingsCandidate(payload, candidates, here))
  if (payload.connections.length > 0) candidates.push(connectionsCandidate(payload, candidates, here))
  if (payload.bastions.length > 0) candidates.push(bastionsCandidate(payload, candidates, here))
  if (payload.forwards.length > 0) candidates.push(forwardsCandidate(payload, candidates, here))
  if (payload.wanted.length > 0) candidates.push(wantedCandidate(payload, candidates, here))
  for (const [index, text] of payload.knownHosts.split('\n').entries()) {
    const line = parseLine(text)
    if (line !== null) candidates.push(knownHostCandidate(`host/${index}`, text, line, here))
  }
  if (payload.snippets.length > 0) candidates.push(snippetsCandidate(payload, here))
  if (payload.nameplates.length > 0) candidates.push(nameplatesCandidate(payload, candidates, here))
  return [...candidates, settingsCandidate(payload, here)]
}

/** Those whose key pair and account or host are in the backup too, for instances that have none here. */
function bindingsCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const keyIds = new Set(payload.keys.map(({ id }) => id))
  const { accounts, hosts } = placesOf(candidates)
  const bound = new Set(profile.bindings.map((binding) => binding.instanceId))
  const { length } = payload.bindings.filter(({ keyId, instanceId: id }) => {
    const place = instanceHere(id, accounts, hosts)
    if (place === null || !keyIds.has(keyId)) return false
    return place === undefined || !bound.has(place)
  })
  const does = told`binds ${plural(length, '# instance', '# instances')}, where key pair and account are here then`
  return { kind: 'bindings', row: missingRow('bindings', told`Bindings`, length, does) }
}

/** Accounts and hosts of the backup by their ids there: the ids here, undefined where they are not here. */
function placesOf(candidates: Candidate[]) {
  return {
    accounts: new Map(
      candidates.flatMap((one) => (one.kind === 'account' ? [[one.account.id, one.twin?.id] as const] : [])),
    ),
    hosts: new Map(
      candidates.flatMap((one) => (one.kind === 'host' ? [[one.host.id, one.twin?.id] as const] : [])),
    ),
  }
}

/** Those whose account or host is in the backup too, for instances that have none here. */
function connectionsCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const { accounts, hosts } = placesOf(candidates)
  const missing = missingHere(profile.connections, payload.connections, accounts, hosts)
  const { length } = missing
  const does = told`sets how ${plural(length, '# instance is', '# instances are')} connected to, where account or host is here then`
  const row = missingRow('connections', told`Connection settings`, length, does, connectionWords(missing))
  return { kind: 'connections', row }
}

/** Those whose account is in the backup too, for accounts and zones that have none here. */
function bastionsCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const { length } = missingBastions(profile.bastions, payload.bastions, placesOf(candidates).accounts)
  const does = told`sets ${plural(length, '# bastion', '# bastions')}, where the account is here then`
  return { kind: 'bastions', row: missingRow('bastions', told`Bastions`, length, does) }
}

/** Those whose account or host is in the backup too, for instances that have none here. */
function forwardsCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const { accounts, hosts } = placesOf(candidates)
  const missing = missingHere(profile.forwards, payload.forwards, accounts, hosts)
  const { length } = missing
  const does = told`adds ${plural(length, '# forward', '# forwards')}, stopped, where account or host is here then`
  return {
    kind: 'forwards',
    row: missingRow('forwards', told`Forwards`, length, does, forwardWords(missing)),
  }
}

/** Those whose account or host is in the backup too, for instances that have none here. */
function nameplatesCandidate(payload: Payload, candidates: Candidate[], { profile }: Here): Candidate {
  const { accounts, hosts } = placesOf(candidates)
  const { length } = missingHere(profile.nameplates, payload.nameplates, accounts, hosts)
  const does = told`adds those of ${plural(length, '# instance', '# instances')}`
  return { kind: 'nameplates', row: missingRow('nameplates', told`Names and colours`, length, does) }
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
  const does = told`adds ${plural(length, '# rule', '# rules')}, where key pair and account are here then`
  return { kind: 'wanted', row: missingRow('wanted', told`Sync rules`, length, does) }
}

/** The row of what is restored as one: only what is missing here is added. `does` says that of `missing` ones. */
function missingRow(
  kind: Exclude<Candidate['kind'], 'key' | 'account' | 'host' | 'known-host' | 'settings'>,
  name: string,
  missing: number,
  does: string,
  detail = '',
) {
  const [state, what] = missing === 0 ? (['same', null] as const) : (['new', does] as const)
  return restoreRow({ id: kind, kind, name, detail, state, differs: [], does: what })
}

/** Of a host that has another key here nothing is added: that is for the question at the next connection. */
function knownHostCandidate(id: string, text: string, line: KnownHostLine, { knownHosts }: Here): Candidate {
  const state = compareLine(knownHosts, line)
  const fingerprint = fingerprintSha256(Buffer.from(line.key, 'base64'))
  const row = restoreRow({
    id,
    kind: 'known-host',
    name: line.hosts.startsWith('|') ? '(hashed)' : plainName(line.hosts, 255),
    detail: [line.marker, line.algorithm, fingerprint].filter(Boolean).join(' '),
    state,
    differs: state === 'different' ? [told`another host key is known here`] : [],
    does: state === 'new' ? told`makes it known` : null,
  })
  return { kind: 'known-host', line: text, row }
}

function snippetsCandidate({ snippets }: Payload, { profile }: Here): Candidate {
  const { length } = missingSnippets(profile.snippets, snippets)
  const does = told`adds ${plural(length, '# snippet', '# snippets')}`
  return { kind: 'snippets', row: missingRow('snippets', told`Snippets`, length, does) }
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
    differs: same ? [] : [told`times of the lock and the bin`],
    does: same ? null : told`replaces the settings here`,
    proposed: !same && isFresh,
  })
  return { kind: 'settings', row }
}
