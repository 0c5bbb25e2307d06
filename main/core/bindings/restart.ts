import { withBinding, withoutBinding } from '../inventory/binding-records.js'
import type { Clock, ProfileStore } from '../ports.js'
import type { BindingJournal } from '../profile.js'
import type { InstancesService } from '../services.js'
import { type NoteUnbound, startUnlessRunning } from './bind-job.js'
import { wasReset } from './journal.js'

interface Parts {
  profile: ProfileStore
  clock: Clock
  instances: Pick<InstancesService, 'fresh'>
  unbound: NoteUnbound
}

/**
 * Starts what a cut-off job left behind, and remembers what the cloud had done: a key that it had set may be the only one
 * that works, one that it had taken away opens nothing. Throws `instance-not-found` and the cloud's errors.
 */
export async function restart(
  entry: BindingJournal,
  { profile, clock, instances, unbound }: Parts,
): Promise<void> {
  const { instanceId, keyId } = entry
  const { instance, cloud, cloudInstance } = await instances.fresh(instanceId)
  await startUnlessRunning({ cloud, cloudInstance })
  const isDeclared = instance.declared.some((declared) => declared.keyId === keyId)
  const isDone = wasReset(entry) || (entry.step === 'reset' && isDeclared === (entry.action === 'bind'))
  const at = new Date(clock.now()).toISOString()
  if (isDone && entry.action === 'unbind') {
    if (!wasReset(entry)) unbound(keyId, instanceId) // else the job has noted it
    await profile.update((now) => withoutBinding(now, entry, at))
  } else if (isDone && profile.read().keys.some(({ id }) => id === keyId)) {
    await profile.update((now) => withBinding(now, { instanceId, keyId, user: instance.user, at }))
  }
  await instances.fresh(instanceId)
}
