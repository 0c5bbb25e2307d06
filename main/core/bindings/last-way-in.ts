import type { BindPlan } from '../../../contract/bindings.js'
import type { WayLeft } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'

/** What opens each instance without the key, as far as is known here. */
export type WaysLeftWithout = (keyId: string) => Promise<(instanceId: string) => WayLeft>

/**
 * Throws `key-last-way-in` where the cloud would take away what alone is proven to open the instance, and its name was not
 * typed. Over SSH the job itself looks: by what the file holds then.
 */
export async function requireWayIn(
  { action, by, keyId, instanceId }: BindPlan,
  {
    keyName,
    instanceName,
    typedName,
  }: { keyName: string; instanceName: string; typedName: string | undefined },
  waysLeft: WaysLeftWithout,
): Promise<void> {
  if (action !== 'unbind' || by !== 'cloud' || typedName?.trim() === instanceName.trim()) return
  const wayLeft = await waysLeft(keyId)
  if (wayLeft(instanceId) === 'proven') return
  throw new LatchkeyError(
    'key-last-way-in',
    `No other key pair is proven to open ${instanceName}, and the cloud would take ${keyName} away.`,
    { advice: `Bind another key pair there first, or type ${instanceName} to take it away all the same.` },
  )
}
