import type { CloudKey, CloudKeyRef } from '../../../contract/accounts.js'

/** What names the key to its cloud. */
export function refOf({ name, region, cloudKeyId }: CloudKey): CloudKeyRef {
  return { name, region, cloudKeyId }
}
