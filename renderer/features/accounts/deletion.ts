import type { CloudKey } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'

/** Names of the account's instances for which the cloud declares the key, as last read. */
export function declaring(instances: Instance[], accountId: string, { name, keyId }: CloudKey): string[] {
  const ofThis = instances.filter((instance) => instance.accountId === accountId)
  const has = ({ declared }: Instance) =>
    declared.some((key) => key.cloudName === name && (keyId === null || key.keyId === keyId))
  return ofThis.filter(has).map((instance) => instance.name)
}

/** What deleting a key from an account means, as sentences, gravest first. */
export function whatDeletionDoes({ keyId }: CloudKey, users: string[], keepsUsedKeys: boolean): string[] {
  const named =
    users.length > 4 ? `${users.slice(0, 3).join(', ')} and ${users.length - 3} more` : users.join(', ')
  return [
    'New instances can no longer be made with it, and it can no longer be put on others by the cloud.',
    ...(users.length === 0 ? [] : [`The cloud declares it for ${named}.`]),
    ...(users.length > 0 && keepsUsedKeys
      ? ['This cloud keeps a key that an instance has: take it off them first, or the cloud refuses.']
      : ['Instances that have it on their disks keep it: logins with it go on.']),
    keyId === null
      ? 'It is not in this vault: Latchkey can not put it back.'
      : 'The key pair stays in the vault, and can be pushed again.',
  ]
}
