import type { KeyTrust, SyncStep, WantedRule } from '../../../contract/sync.js'
import { told } from '../../../contract/words/say.js'
import { stateOf } from '../keys/key-pair.js'
import type { Profile } from '../profile.js'
import type { PlannedStep } from './plan.js'
import { rulesFor } from './wanted.js'

/** What the words of a step take: the vault's names and rules, and what the account's cloud says of key types. */
export interface WordParts {
  profile: Pick<Profile, 'keys' | 'wanted'>
  /** Of the account's kind of cloud, a sentence. */
  keyTypes: string
}

/** Why a step is done, or not, as sentences. */
export function whyOf(
  { reason, keyId, keyName, accountId, cloudName }: PlannedStep,
  parts: WordParts,
): string {
  const wanted = () => wantedBy(keyId, accountId, parts.profile)
  switch (reason) {
    case 'missing':
      return wanted()
    case 'missing-in-regions':
      return `${wanted()} Some of the account's regions lack it.`
    case 'regions-not-read':
      return `${wanted()} Whether it is in the regions that could not be read is not known.`
    case 'name-taken':
      return `${wanted()} Another key there has its name.`
    case 'named-otherwise':
      return `The key pair is called ${keyName} in the vault.`
    case 'unwanted':
      return unwanted(keyId, parts.profile)
    case 'there':
      return 'It is there.'
    case 'other-name-stays':
      return `It is there, as ${cloudName}.`
    case 'type':
      return `It is not tried. ${parts.keyTypes}`
  }
}

function wantedBy(keyId: string, accountId: string, { keys, wanted }: WordParts['profile']): string {
  const key = keys.find(({ id }) => id === keyId)
  const [rule] = key === undefined ? [] : rulesFor(wanted, key, accountId)
  return rule === undefined ? 'A rule wants it here.' : `${ruleWords(rule)} here.`
}

function ruleWords({ keys }: Pick<WantedRule, 'keys'>): string {
  if (keys.kind === 'all') return told`A rule wants every key pair`
  return keys.kind === 'tag'
    ? told`A rule wants what is tagged ${keys.tag}`
    : told`A rule wants this key pair`
}

function unwanted(keyId: string, { keys }: WordParts['profile']): string {
  const key = keys.find(({ id }) => id === keyId)
  const state = key === undefined ? 'active' : stateOf(key)
  if (state === 'bin') return 'It is in the bin, so no rule wants it anywhere.'
  return state === 'archived' ? 'It is archived, so no rule wants it anywhere.' : 'No rule wants it here.'
}

/** How many are named; of the rest the number is told. */
const MOST_NAMED = 4
const MOST_SENTENCES = 12

export interface ConsequenceParts {
  accountName(accountId: string): string
  /** Whether the account's cloud deletes no key that an instance has. */
  keepsUsedKeys(accountId: string): boolean
}

/** What the steps do beyond themselves, as sentences, gravest first. */
export function consequencesOf(steps: readonly SyncStep[], parts: ConsequenceParts): string[] {
  const removals = steps.filter(({ kind }) => kind === 'remove')
  const sentences = removals.flatMap((step) => removalWords(step, parts))
  const shown = sentences.slice(0, MOST_SENTENCES)
  const more = sentences.length - shown.length
  return [
    ...shown,
    ...(more > 0 ? [`${more} more removals are in the table below.`] : []),
    ...(removals.length > 0
      ? [
          'A key that goes from an account stays in the authorized_keys of its instances: logins go on working.',
        ]
      : []),
    ...(steps.some(({ kind }) => kind === 'rename')
      ? ['Scripts and templates that name a key by its old name on the account no longer find it.']
      : []),
    ...(steps.some(({ kind }) => kind === 'push')
      ? ['New instances can be given the pushed keys. Instances that are there get none of them by this.']
      : []),
  ]
}

function removalWords({ accountId, keyName, trust }: SyncStep, parts: ConsequenceParts): string[] {
  const gone = told`${keyName} goes from ${parts.accountName(accountId)}`
  const known = trustWords(trust)
  const keeps = parts.keepsUsedKeys(accountId) ? ` ${keptWords(trust)}` : ''
  const trusts = known === '' ? `. ${told`No instance there is known to have it.`}` : `: ${known}.`
  return [`${gone}${trusts}${keeps}`]
}

/** A plan asks no cloud what it keeps a key for, and unbinds nothing: where that is done is said. */
function keptWords(trust: KeyTrust | null): string {
  if ((trust?.declared.length ?? 0) === 0) return 'The cloud refuses where a custom image has it.'
  return 'The cloud keeps a key that an instance has, so this will be refused: deleted under Accounts, it is unbound first.'
}

function trustWords(trust: KeyTrust | null): string {
  if (trust === null) return ''
  const parts = [
    [trust.declared, (names: string) => told`the cloud declares it for ${names}`],
    [trust.observed, (names: string) => told`it was seen in authorized_keys of ${names}`],
    [trust.proven, (names: string) => told`a login with it succeeded on ${names}`],
  ] as const
  return parts
    .filter(([names]) => names.length > 0)
    .map(([names, words]) => words(named(names)))
    .join('; ')
}

/** "web-1, web-2 and 3 more". */
function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED)
  const more = names.length - shown.length
  return more > 0 ? told`${shown.join(', ')} and ${more} more` : shown.join(', ')
}
