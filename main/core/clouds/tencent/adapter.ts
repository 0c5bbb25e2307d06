import type { CloudCapabilities } from '../../../../contract/accounts.js'
import type { Cloud, CloudAdapter, CloudTools } from '../cloud.js'
import { BIND_LABEL, createBinding, createPower } from './binding.js'
import { check } from './check.js'
import { createClient } from './client.js'
import { createRecovery } from './console.js'
import { fields, presets, readCredentials, readRegions } from './form.js'
import { createInstances } from './instances.js'
import { createKeyHolders } from './key-holders.js'
import { createKeys } from './keys.js'
import { createOperations } from './operations.js'
import { createRegions } from './regions.js'
import { readSite } from './sites.js'

const capabilities: CloudCapabilities = {
  renamesKeys: true,
  describesKeys: true,
  makesKeys: 'RSA 2048',
  keysPerRegion: false,
  keepsUsedKeys: true,
  bind: {
    label: BIND_LABEL,
    effects: ['stops-machine', 'replaces-keys', 'password-login-off'],
    unbinds: true,
  },
}

/** Tencent Cloud's virtual machines (CVM): https://www.tencentcloud.com/document/product/213/15688 */
export const tencent: CloudAdapter = {
  kind: 'tencent',
  label: 'Tencent Cloud',
  hint: 'Cloud Virtual Machine (CVM), on the site for China and the international one',
  keyTypes: {
    accepts: ['rsa'],
    note: 'Tencent Cloud takes RSA only, and refuses Ed25519 and ECDSA.',
  },
  fields,
  presets,
  capabilities,
  keyDeletion: [
    'Tencent Cloud deletes no key pair that an instance or a custom image has: it is to be unbound there first, and with that it stops opening the instance.',
    'New instances can no longer be made with it, and Tencent Cloud can no longer bind it.',
  ],
  connect,
}

function connect(values: Record<string, string>, tools: CloudTools): Cloud {
  const credentials = readCredentials(values)
  const client = createClient(readSite(values), credentials, tools)
  const regions = createRegions(client, readRegions(values), tools.log)
  const { namesById, idsOf, unbound, ...keyActions } = createKeys(client, tools.clock)
  const { find, findMany, findEach, lastSeen, ...instances } = createInstances(
    client,
    regions,
    namesById,
    tools.log,
  )
  const finder = { find, findMany, findEach, lastSeen }
  const operations = createOperations(client, finder, tools.clock)
  return {
    ...keyActions,
    keyHolders: createKeyHolders(client, regions),
    ...instances,
    power: createPower(operations),
    binding: createBinding(operations, { idsOf, unbound }, finder),
    recovery: createRecovery(client, find),
    check: (signal) => check(client, regions, credentials.secretId, signal),
  }
}
