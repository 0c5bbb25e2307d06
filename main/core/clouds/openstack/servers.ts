import { z } from 'zod'
import { isLatchkeyError } from '../../lib/error.js'
import type { Client } from './client.js'
import type { Microversions } from './microversion.js'
import { listAll } from './paging.js'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const Address = z.object({ addr: z.string(), 'OS-EXT-IPS:type': text })

/** Of a cell that is down Nova tells little more than the id; most other fields need a right. */
export const Server = z
  .object({
    /** A UUID. What can't be an id of the contract would spoil the list of all accounts. */
    id: z.string().min(1).max(100),
    name: text,
    status: text,
    created: text,
    user_id: text,
    key_name: text,
    'OS-EXT-STS:task_state': text,
    'OS-EXT-AZ:availability_zone': text,
    addresses: z.record(z.string(), z.array(Address)).nullish(),
    accessIPv4: text,
    accessIPv6: text,
    /** "" where it boots from a volume. */
    image: z.union([z.object({ id: z.string() }), z.literal('')]).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    /** Since microversion 2.26. */
    tags: z.array(z.string()).nullish(),
    'os-extended-volumes:volumes_attached': z.array(z.object({ id: z.string() })).nullish(),
    fault: z.object({ message: text }).nullish(),
  })
  .transform((server) => ({
    id: server.id,
    name: server.name,
    status: server.status || 'UNKNOWN',
    created: server.created,
    userId: server.user_id,
    keyName: server.key_name,
    taskState: server['OS-EXT-STS:task_state'],
    zone: server['OS-EXT-AZ:availability_zone'],
    addresses: Object.values(server.addresses ?? {}).flat(),
    accessAddresses: [server.accessIPv4, server.accessIPv6].filter((address) => address !== ''),
    imageId: server.image ? server.image.id : null,
    metadata: server.metadata ?? {},
    tags: server.tags ?? [],
    volumeIds: (server['os-extended-volumes:volumes_attached'] ?? []).map(({ id }) => id),
    fault: server.fault?.message ?? '',
  }))
export type Server = z.infer<typeof Server>

const Wrapped = z.object({ server: Server })

/** The servers of the project in one region, other users' too. */
export interface Servers {
  all(region: string, signal?: AbortSignal): Promise<Server[]>
  /** Null if it is gone. */
  find(region: string, id: string, signal?: AbortSignal): Promise<Server | null>
}

export function createServers(client: Client, microversions: Microversions): Servers {
  return {
    async all(region, signal) {
      const microversion = await microversions.usual(region, signal)
      const call = { service: 'compute', region, path: '/servers/detail', microversion } as const
      const found = await listAll(client, call, 'servers', Server, signal)
      const unique = new Map(found.map((server) => [server.id, server]))
      return [...unique.values()].filter((server) => !isGone(server))
    },
    async find(region, id, signal) {
      const microversion = await microversions.usual(region, signal)
      const path = `/servers/${encodeURIComponent(id)}`
      try {
        const { server } = await client.read(
          { service: 'compute', region, path, microversion },
          Wrapped,
          signal,
        )
        return isGone(server) ? null : server
      } catch (error) {
        if (isLatchkeyError(error, 'cloud-not-found')) return null
        throw error
      }
    },
  }
}

function isGone({ status }: Server): boolean {
  return status === 'DELETED' || status === 'SOFT_DELETED'
}
