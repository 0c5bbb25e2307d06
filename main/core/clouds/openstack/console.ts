import { z } from 'zod'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { CloudRecovery } from '../cloud.js'
import type { Call, Client } from './client.js'
import type { Placed } from './instances.js'
import type { Microversions } from './microversion.js'

interface Parts {
  client: Client
  microversions: Microversions
  findServer(id: string, signal?: AbortSignal): Promise<Placed | null>
  /** Keystone's. */
  identity: URL
}

const Url = z.url({ protocol: /^https?$/ })
const RemoteConsole = z.object({ remote_console: z.object({ url: Url }) })
const ServerConsole = z.object({ console: z.object({ url: Url }) })

/** `token_ttl` of Nova's group `consoleauth`, unless the operator chose another. */
const TOKEN_TTL_S = 600

/** From here on consoles are asked for by a resource of their own, no more by an action. */
const WITH_RESOURCE = 6

/**
 * The server's screen: https://docs.openstack.org/api-ref/compute/#create-console and, before 2.6, os-getVNCConsole. A cloud
 * that shows screens by SPICE refuses VNC, and is asked for that.
 */
export function createRecovery({ client, microversions, findServer, identity }: Parts): CloudRecovery {
  async function ask(
    kind: 'vnc' | 'spice',
    { region, server }: Placed,
    signal?: AbortSignal,
  ): Promise<string> {
    const microversion = await microversions.usual(region, signal)
    const path = `/servers/${encodeURIComponent(server.id)}`
    const call = { service: 'compute', region, method: 'POST', microversion } as const
    const send = async <T>(one: Call, schema: z.ZodType<T>) => {
      // Another address where the answer was lost: each is good for itself.
      const answer = await client.write(one, schema, async () => false, signal)
      if (answer === null) throw new LatchkeyError('cloud-unexpected-answer', 'The cloud told no address.')
      return answer
    }
    const type = kind === 'vnc' ? 'novnc' : 'spice-html5'
    if (Number(microversion?.split('.')[1] ?? 1) >= WITH_RESOURCE) {
      const body = { remote_console: { protocol: kind, type } }
      return (await send({ ...call, path: `${path}/remote-consoles`, body }, RemoteConsole)).remote_console
        .url
    }
    const action = kind === 'vnc' ? 'os-getVNCConsole' : 'os-getSPICEConsole'
    return (await send({ ...call, path: `${path}/action`, body: { [action]: { type } } }, ServerConsole))
      .console.url
  }

  return {
    keyType: 'rsa',
    ...(isVkCloud(identity) ? vkCloud : plain),
    async consoleAddress(id, signal) {
      const found = await findServer(id, signal)
      if (found === null) throw new LatchkeyError('cloud-not-found', 'The instance is gone from the cloud.')
      const told = (address: string) => ({ address, validS: TOKEN_TTL_S, once: false })
      try {
        return told(await ask('vnc', found, signal))
      } catch (error) {
        if (!isLatchkeyError(error, 'cloud-failed')) throw error
        return ask('spice', found, signal).then(told, () => {
          throw error
        })
      }
    },
  }
}

const plain = { consolePlace: "On the cloud's own pages the screen is the tab Console of the instance." }

/** As its documentation has it under "The VNC console", "Setting and changing a password" and "Restoring VM access by key". */
const vkCloud = {
  consolePlace: "In VK Cloud's own console: Cloud Servers, Virtual machines, the instance, Console.",
  newPassword:
    "If nobody knows a password: press Set password above the console. It works while the QEMU guest agent runs in the instance, as it does in VK Cloud's own images.",
  noPasting: told`The console of VK Cloud takes no pasted text, and Latin letters only. Keep the lines in a file that the instance can fetch, such as an object with access by link in a bucket: they hold the public half only. Then type there: wget -qO- LINK | sh`,
}

const isVkCloud = ({ hostname }: URL) => /(^|\.)(infra\.mail\.ru|cloud\.vk\.com)$/.test(hostname)
