import { type Answer, route } from './call.js'
import { ApiError, novaError } from './errors.js'
import type { Image, Volume } from './state.js'

export const images = [
  route('GET /images', ({ state }) => ({
    status: 200,
    body: { images: state.images.map(imageBody), first: '/v2/images', schema: '/v2/schemas/images' },
  })),
  route('GET /images/{id}', ({ state, params: [id] }) => {
    const found = state.images.find((image) => image.id === id)
    if (found) return { status: 200, body: imageBody(found) }
    // Glance writes its refusals as a page.
    throw new ApiError(404, {
      message: `No image found with ID ${id}`,
      code: '404 Not Found',
      title: 'Not Found',
    })
  }),
]

/** `GET /`, which needs no token and says by its status that there is a choice. */
export function glanceVersions(root: string): Answer {
  const links = [{ rel: 'self', href: `${root}/v2/` }]
  return { status: 300, body: { versions: [{ id: 'v2.15', status: 'CURRENT', links }] } }
}

/** Glance turns a page into JSON for who asks for that, tags included. */
export function glanceError(status: number, title: string, message: string): ApiError {
  return new ApiError(status, { message: `${message}<br /><br />\n\n\n`, code: `${status} ${title}`, title })
}

const imageBody = ({ id, name, properties }: Image) => ({
  ...{ id, name, status: 'active', visibility: 'public', ...properties },
  ...{ disk_format: 'qcow2', container_format: 'bare', schema: '/v2/schemas/image', tags: [] },
})

export const volumes = [
  route('GET /volumes/detail', ({ state, region }) => ({
    status: 200,
    body: { volumes: state.volumes.filter((volume) => volume.region === region).map(volumeBody) },
  })),
  route('GET /volumes/{id}', ({ state, region, params: [id] }) => {
    const found = state.volumes.find((volume) => volume.id === id && volume.region === region)
    if (found) return { status: 200, body: { volume: volumeBody(found) } }
    throw novaError(404, `Volume ${id} could not be found.`)
  }),
]

const volumeBody = ({ id, imageMetadata }: Volume) => ({
  ...{ id, name: '', status: 'in-use', size: 10, bootable: 'true' },
  volume_image_metadata: imageMetadata,
})
