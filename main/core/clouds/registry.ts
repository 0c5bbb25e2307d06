import type { CloudAdapter } from './cloud.js'
import { cloudstack } from './cloudstack/adapter.js'
import { openstack } from './openstack/adapter.js'
import { tencent } from './tencent/adapter.js'

/** Every kind of cloud that Latchkey knows. Nobody else names an adapter. */
export const cloudAdapters: readonly CloudAdapter[] = [cloudstack, openstack, tencent]
