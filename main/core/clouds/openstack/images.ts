import { z } from 'zod'
import type { Log } from '../../ports.js'
import type { Client } from './client.js'
import { type Ask, createComfort } from './comfort.js'
import type { Server } from './servers.js'

/** What is known of a server's image; empty where it is not. */
export interface ImageFacts {
  name: string
  /** `ubuntu 22.04` */
  os: string
  /** The login user that the image declares. */
  adminUser: string
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** Properties of images: https://docs.openstack.org/glance/latest/admin/useful-image-properties.html */
const property = text.catch('')
const Properties = z
  .object({ os_distro: property, os_version: property, os_type: property, os_admin_user: property })
  .transform(({ os_distro, os_version, os_type, os_admin_user }) => ({
    os: [os_distro || (os_type === 'windows' ? os_type : ''), os_version].filter(Boolean).join(' '),
    adminUser: os_admin_user,
  }))

const Image = z
  .looseObject({ name: text })
  .transform((image): ImageFacts => ({ name: image.name, ...Properties.parse(image) }))

const ofProperties = (properties: Record<string, unknown>): ImageFacts => ({
  name: property.parse(properties.image_name),
  ...Properties.parse(properties),
})

const Volume = z
  .object({ id: z.string(), volume_image_metadata: z.looseObject({ image_name: text }).nullish() })
  .transform(({ id, volume_image_metadata: properties }) => ({ id, facts: ofProperties(properties ?? {}) }))
const OneVolume = z.object({ volume: Volume })

/** Above so many unknown volumes, their list is asked for in place of each. */
const MOST_SINGLE_VOLUMES = 3

/** What is known of the images of servers: by Glance, by Cinder for those that boot from a volume, by their metadata. */
export interface Images {
  factsOf(region: string, servers: Server[], signal?: AbortSignal): Promise<(server: Server) => ImageFacts>
}

/** What was once read is kept: images don't change. */
export function createImages(client: Client, log: Log): Images {
  const asking = createComfort(client, log)
  const known = new Map<string, ImageFacts>()
  const keyOf = (region: string, id: string) => `${region} ${id}`

  async function readImages(region: string, ids: string[], ask: Ask): Promise<void> {
    const found = await Promise.all(ids.map((id) => ask('image', region, `/images/${id}`, Image)))
    found.forEach((facts, index) => {
      if (facts !== null) known.set(keyOf(region, ids[index] ?? ''), facts)
    })
  }

  async function readVolumes(region: string, ids: string[], ask: Ask): Promise<void> {
    const found =
      ids.length > MOST_SINGLE_VOLUMES
        ? ((await ask.list('volume', region, '/volumes/detail', 'volumes', Volume)) ?? [])
        : await Promise.all(
            ids.map(async (id) => (await ask('volume', region, `/volumes/${id}`, OneVolume))?.volume),
          )
    for (const volume of found) if (volume) known.set(keyOf(region, volume.id), volume.facts)
  }

  return {
    async factsOf(region, servers, signal) {
      const ask = asking(signal)
      const unknown = (ids: string[]) => [...new Set(ids)].filter((id) => !known.has(keyOf(region, id)))
      await Promise.all([
        readImages(region, unknown(servers.flatMap(({ imageId }) => imageId ?? [])), ask),
        readVolumes(region, unknown(servers.flatMap(volumesBehind)), ask),
      ])
      return (server) => {
        const told = [server.imageId ?? [], volumesBehind(server)]
          .flat()
          .map((id) => known.get(keyOf(region, id)))
        const { metadata } = server
        return told.find((facts) => facts?.name || facts?.os) ?? ofProperties(metadata)
      }
    },
  }
}

/** Of a server without an image: it boots from one of them. */
function volumesBehind({ imageId, volumeIds }: Server): string[] {
  return imageId === null ? volumeIds : []
}
