import type { SyncStep, SyncStepState } from '../../../contract/sync.js'
import type { Cloud } from '../clouds/cloud.js'
import { deadRegions } from '../clouds/dead-regions.js'
import { isMeant } from '../inventory/listed-keys.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { isKey, type KeyIdentity, lackingRegions } from './held-keys.js'
import { type Held, readHeld } from './look.js'

/** What a step needs of the key pair: none of it is secret. */
export interface StepKey extends KeyIdentity {
  /** One authorized_keys line. */
  line: string
}

export interface StepOutcome {
  state: Extract<SyncStepState, 'done' | 'already'>
  /** The regions where it is not done, since they don't answer while others do. */
  problem: LatchkeyError | null
}

/**
 * Does one step after looking whether it is done: in `held`, what the account was just read to hold, or by a look of its own
 * where something is to go. Throws the cloud's errors, and `sync-plan-stale` where the account has changed so that the
 * step would hit another key.
 */
export async function carryOut(step: SyncStep, key: StepKey, cloud: Cloud, held: Held): Promise<StepOutcome> {
  const whole = (state: StepOutcome['state']): StepOutcome => ({ state, problem: null })
  if (step.kind === 'push') return push(step, key, cloud, held)
  if (step.kind === 'rename') return whole(await rename(step, key, cloud, held))
  if (step.kind === 'remove') return whole(await remove(step, key, cloud))
  return whole('already')
}

async function push({ cloudName }: SyncStep, key: StepKey, cloud: Cloud, held: Held): Promise<StepOutcome> {
  const dead = deadRegions()
  const ended = (isNew: boolean): StepOutcome => ({
    state: isNew ? 'done' : 'already',
    problem: dead.problem(),
  })
  if (lackingRegions(key, held).length === 0) return ended(false)
  const other = held.keys.find(({ name }) => name === cloudName)
  if (other !== undefined && !isKey(key, other)) throw nameTaken(cloudName)
  try {
    return ended(await cloud.importKey(cloudName, key.line, undefined, dead.lost))
  } catch (error) {
    if (!isLatchkeyError(error, 'cloud-duplicate-key')) throw error
    if (lackingRegions(key, await readHeld(cloud)).length > 0) throw error
    return ended(false)
  }
}

async function rename(
  step: SyncStep,
  key: StepKey,
  cloud: Cloud,
  { keys }: Held,
): Promise<StepOutcome['state']> {
  const ours = keys.filter((entry) => isKey(key, entry))
  if (ours.some(({ name }) => name === step.cloudName)) return 'already'
  const entry = ours.find((one) => step.key !== null && isMeant(step.key, one))
  if (entry === undefined) throw changed(`It no longer holds this key as "${step.key?.name}".`)
  if (cloud.renameKey === null) throw new Error('A plan renames keys where the cloud does not')
  await cloud.renameKey(entry, step.cloudName)
  return 'done'
}

/** Looks right before: under a name that was the vault's key there may be another one by now. */
async function remove(step: SyncStep, key: StepKey, cloud: Cloud): Promise<StepOutcome['state']> {
  const { keys, dead } = await readHeld(cloud)
  const entry = keys.find((one) => step.key !== null && isMeant(step.key, one))
  const unread = dead.of(step.key?.region ?? '')
  if (unread !== undefined) throw unread
  if (entry === undefined) return 'already'
  if (!isKey(key, entry)) throw changed(`Another key is there as "${entry.name}" by now. It stays.`)
  await cloud.deleteKey(entry)
  return 'done'
}

function nameTaken(name: string): LatchkeyError {
  return new LatchkeyError('cloud-duplicate-name', `The account holds another key named "${name}" by now.`, {
    advice: 'Make a new plan: it finds a name that is free.',
  })
}

function changed(how: string): LatchkeyError {
  return new LatchkeyError('sync-plan-stale', `The account has changed since the plan was made. ${how}`, {
    advice: 'Make a new plan.',
  })
}
