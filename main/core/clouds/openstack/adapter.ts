import type { CloudCapabilities } from '../../../../contract/accounts.js'
import type { Cloud, CloudAdapter, CloudTools } from '../cloud.js'
import { check } from './check.js'
import { createClient } from './client.js'
import { createRecovery } from './console.js'
import { createKeyMaker } from './create-key.js'
import { fields, presets } from './form.js'
import { createImages } from './images.js'
import { createInstances } from './instances.js'
import { createKeys, createRegionKeys } from './keys.js'
import { createMicroversions } from './microversion.js'
import { readPasted } from './pasted.js'
import { createPower } from './power.js'
import { createServers } from './servers.js'
import { readSettings } from './settings.js'

const capabilities: CloudCapabilities = {
  renamesKeys: false,
  describesKeys: false,
  makesKeys: 'RSA 2048',
  keysPerRegion: true,
  keepsUsedKeys: false,
  bind: null,
}

/** OpenStack (Keystone v3 and Nova), and the products that are built on it. */
export const openstack: CloudAdapter = {
  kind: 'openstack',
  label: 'OpenStack',
  hint: 'OpenStack, VK Cloud, ANS eCloud Flex, OVHcloud and other clouds built on it',
  keyTypes: {
    accepts: ['ed25519', 'ecdsa', 'rsa'],
    note: 'OpenStack takes every type of Latchkey; some older clouds take RSA only.',
  },
  fields,
  presets,
  capabilities,
  keyDeletion: [
    'It is not taken off any server: those that have it go on trusting it, and OpenStack goes on naming it for them.',
    'New servers can no longer be made with it.',
  ],
  readPasted,
  connect,
}

function connect(values: Record<string, string>, tools: CloudTools): Cloud {
  const settings = readSettings(values)
  const client = createClient(settings, tools)
  const microversions = createMicroversions(client, tools.log)
  const keys = createRegionKeys(client, microversions)
  const servers = createServers(client, microversions)
  const { findServer, ...instances } = createInstances(client, servers, createImages(client, tools.log))
  return {
    ...createKeys(client, microversions, keys),
    createKey: createKeyMaker(client, microversions, keys, tools.log),
    ...instances,
    power: createPower({ client, microversions, findServer, clock: tools.clock }),
    binding: null,
    recovery: createRecovery({ client, microversions, findServer, identity: settings.identity }),
    check: (signal) => check(client, microversions, keys, signal),
  }
}
