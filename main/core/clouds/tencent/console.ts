import { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'
import type { CloudRecovery } from '../cloud.js'
import type { Client } from './client.js'
import type { Finder } from './instances.js'

/** The page of both sites, the one for China and the international one. */
const PAGE = 'https://img.qcloud.com/qcloud/app/active_vnc/index.html'

/** The address of a WebSocket, with its signs escaped for a query already. */
const Answer = z.object({ InstanceVncUrl: z.string().regex(/^wss?(:\/\/|%3A%2F%2F)[\x21-\x7e]+$/i) })

/** The instance's screen: https://www.tencentcloud.com/document/product/213/33259 */
export function createRecovery(client: Client, find: Finder['find']): CloudRecovery {
  return {
    keyType: 'rsa',
    consolePlace:
      "On Tencent Cloud's own pages: Cloud Virtual Machine, Instances, Log in, and there Login via VNC.",
    async consoleAddress(id, signal) {
      const found = await find(id, signal)
      if (found === null)
        throw new LatchkeyError('cloud-not-found', 'The instance is gone from Tencent Cloud.')
      const call = { action: 'DescribeInstanceVncUrl', region: found.region, params: { InstanceId: id } }
      const { InstanceVncUrl: socket } = await client.read(call, Answer, signal)
      return { address: `${PAGE}?InstanceVncUrl=${escaped(socket)}`, validS: 15, once: true }
    },
  }
}

const escaped = (socket: string) => (socket.includes('://') ? encodeURIComponent(socket) : socket)
