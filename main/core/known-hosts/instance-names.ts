import { instanceId } from '../inventory/instance-view.js'
import type { InstancesService } from '../services.js'
import { hostNames } from './host-changes.js'

/** A name that known_hosts may have, and the instance that it stands for. */
export interface InstanceName {
  name: string
  instanceId: string
  instanceName: string
  /** ISO 8601; absent where the cloud does not tell it. */
  createdAt?: string
}

/**
 * The addresses of all known instances as known_hosts writes them, and after them the instances' own names, which stand there
 * where they are in the DNS.
 */
export async function instanceNames(instances: Pick<InstancesService, 'told'>): Promise<InstanceName[]> {
  const addresses: InstanceName[] = []
  const own: InstanceName[] = []
  for (const [accountId, account] of await instances.told())
    for (const instance of account.instances.values()) {
      if (instance.state === 'gone') continue
      const about = {
        instanceId: instanceId(accountId, instance.cloudId),
        instanceName: instance.name,
        ...(instance.createdAt !== undefined && { createdAt: instance.createdAt }),
      }
      addresses.push(...hostNames(instance).map((name) => ({ name, ...about })))
      if (/^\S+$/.test(instance.name)) own.push({ name: instance.name.toLowerCase(), ...about })
    }
  return [...addresses, ...own]
}
