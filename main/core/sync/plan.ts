import type { KeyType } from '../../../contract/keys.js'
import type { SyncOptions, SyncStep } from '../../../contract/sync.js'
import type { CloudKeyEntry, CloudKeyRef } from '../clouds/cloud.js'
import type { DeadRegions } from '../clouds/dead-regions.js'
import { isKey, type KeyIdentity, lackingRegions } from './held-keys.js'

/** A key pair of the vault. */
export interface PlanKey extends KeyIdentity {
  id: string
  name: string
  type: KeyType
}

/** An account, what it holds, and what its cloud can do. */
export interface PlanAccount {
  id: string
  keys: readonly CloudKeyEntry[]
  /** Each has keys of its own; null where keys are the account's. */
  regions: readonly string[] | null
  /** Regions whose keys are not known now. */
  dead?: Pick<DeadRegions, 'of'>
  renames: boolean
  accepts: readonly KeyType[]
  /** The nearest name that the cloud takes. */
  keyName(wanted: string): string
  /** Ids of the key pairs that rules want on it. */
  wanted: ReadonlySet<string>
}

/** A step without what is only told: its reason in words, and who trusts the key. */
export type PlannedStep = Omit<SyncStep, 'why' | 'trust'> & { reason: StepReason }
export type StepReason =
  | 'missing'
  | 'missing-in-regions'
  | 'regions-not-read'
  | 'name-taken'
  | 'named-otherwise'
  | 'unwanted'
  | 'there'
  | 'other-name-stays'
  | 'type'

/**
 * The steps that bring accounts to what rules want: a pure function. Within an account they are in the order in which they
 * are to be done: what goes first frees a name for what follows. After they are done, in whatever order accounts come, the
 * same question gives no steps but `nothing` and `not-taken`. Nothing goes unless `remove` is set, and then only what is
 * one of `keys`.
 */
export function planSync(
  accounts: readonly PlanAccount[],
  keys: readonly PlanKey[],
  options: SyncOptions,
): PlannedStep[] {
  return accounts.flatMap((account) => planAccount(account, keys, options))
}

/** Steps that change something. */
export const isWork = ({ kind }: Pick<SyncStep, 'kind'>) => kind !== 'nothing' && kind !== 'not-taken'

function planAccount(account: PlanAccount, keys: readonly PlanKey[], options: SyncOptions): PlannedStep[] {
  const wanted = keys.filter(({ id }) => account.wanted.has(id))
  const removals = options.remove ? removalsOf(account, keys) : []
  const gone = new Set(removals.map(({ key }) => key))
  let left = account.keys.filter((entry) => !gone.has(entry))
  const renames =
    options.rename && account.renames && account.regions === null ? renamesOf(account, wanted, left) : []
  left = left.map((entry) => {
    const renamed = renames.find(({ key }) => key === entry)
    return renamed === undefined ? entry : { ...entry, name: renamed.cloudName }
  })
  const moved = new Set(renames.map(({ keyId }) => keyId))
  const rest = wanted.filter(({ id }) => !moved.has(id) || lacks(account, left, wanted, id))
  return [...removals, ...renames, ...arrivals(account, rest, left)].map(plain)
}

const lacks = (account: PlanAccount, left: readonly CloudKeyEntry[], keys: readonly PlanKey[], id: string) =>
  keys.some((key) => key.id === id && lackingRegions(key, { ...account, keys: left }).length > 0)

function plain(step: PlannedStep): PlannedStep {
  const { key } = step
  if (key === null) return step
  const { name, region, cloudKeyId } = key
  return { ...step, key: { name, region, cloudKeyId } }
}

/** One for each entry that is a key pair of the vault which no rule wants here. */
function removalsOf(account: PlanAccount, keys: readonly PlanKey[]): PlannedStep[] {
  return keys
    .filter(({ id }) => !account.wanted.has(id))
    .flatMap((key) =>
      account.keys
        .filter((entry) => isKey(key, entry))
        .map((entry, nth) => step('remove', account, key, entry.name, 'unwanted', entry, nth)),
    )
}

/**
 * Each key that is there under one name alone gets its own, where nobody else has it in the end: one that waits for a name
 * comes after the one that gives it up, and of a ring nobody moves.
 */
function renamesOf(
  account: PlanAccount,
  wanted: readonly PlanKey[],
  left: readonly CloudKeyEntry[],
): PlannedStep[] {
  const names = new Set(left.map(({ name }) => folded(name)))
  const steps: PlannedStep[] = []
  let open = wanted.flatMap((key) => {
    const [entry, ...more] = left.filter((held) => isKey(key, held))
    const cloudName = account.keyName(key.name)
    return entry === undefined || more.length > 0 || entry.name === cloudName
      ? []
      : [{ key, entry, cloudName }]
  })
  for (;;) {
    const next = open.find(({ entry, cloudName }) => isFree(names, cloudName, entry.name))
    if (next === undefined) return steps
    open = open.filter((one) => one !== next)
    names.delete(folded(next.entry.name))
    names.add(folded(next.cloudName))
    steps.push(step('rename', account, next.key, next.cloudName, 'named-otherwise', next.entry))
  }
}

/** Free, or its own in other capitals. */
const isFree = (names: ReadonlySet<string>, name: string, own: string) =>
  !names.has(folded(name)) || folded(name) === folded(own)

/** Clouds keep names in databases that take `Deploy` for `deploy`. */
const folded = (name: string) => name.normalize('NFC').toLowerCase()

/** What is there already, what comes, and what the cloud does not take. */
function arrivals(
  account: PlanAccount,
  wanted: readonly PlanKey[],
  left: readonly CloudKeyEntry[],
): PlannedStep[] {
  const names = new Set(left.map(({ name }) => folded(name)))
  return wanted.map((key) => {
    const own = account.keyName(key.name)
    const held = left.filter((entry) => isKey(key, entry))
    const lacking = lackingRegions(key, { ...account, keys: left })
    const [first] = held
    if (lacking.length === 0) {
      const there = held.find(({ name }) => name === own) ?? first
      const reason = there?.name === own ? 'there' : 'other-name-stays'
      return step('nothing', account, key, there?.name ?? own, reason)
    }
    if (!account.accepts.includes(key.type)) return step('not-taken', account, key, own, 'type')
    const known = held.find(({ name }) => isOwn(key, left, name))
    if (known !== undefined) return step('push', account, key, known.name, regional(account, lacking))
    const cloudName = freeName(account, key.name, names)
    names.add(folded(cloudName))
    const reason = first !== undefined ? 'missing-in-regions' : cloudName === own ? 'missing' : 'name-taken'
    return step('push', account, key, cloudName, reason)
  })
}

function regional({ dead }: PlanAccount, lacking: (string | null)[]): StepReason {
  const isKnown = lacking.some((region) => dead?.of(region ?? '') === undefined)
  return isKnown ? 'missing-in-regions' : 'regions-not-read'
}

/** Whether no other key has the name, in any region. */
const isOwn = (key: PlanKey, held: readonly CloudKeyEntry[], name: string) =>
  held.every((entry) => folded(entry.name) !== folded(name) || isKey(key, entry))

/** What the cloud makes of a long name is cut off at its end: then a short one is numbered. */
const NAMED_SHORT = 15

/** The cloud's form of the name, or the first numbered one like it that nobody has. */
function freeName({ keyName }: PlanAccount, name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidates =
      count === 1 ? [name] : [`${name}-${count}`, `${name.slice(0, NAMED_SHORT).trim()}-${count}`]
    const free = candidates.map(keyName).find((candidate) => !taken.has(folded(candidate)))
    if (free !== undefined) return free
  }
}

function step(
  kind: SyncStep['kind'],
  account: PlanAccount,
  key: PlanKey,
  cloudName: string,
  reason: StepReason,
  held: CloudKeyRef | null = null,
  nth = 0,
): PlannedStep {
  return {
    id: `${kind}/${nth}/${account.id}/${key.id}`,
    accountId: account.id,
    keyId: key.id,
    keyName: key.name,
    kind,
    cloudName,
    key: held,
    reason,
  }
}
