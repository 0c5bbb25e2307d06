import { told } from '../../../../contract/words/say.js'
import { CloudError } from '../cloud-error.js'
import type { Service, Token } from './keystone.js'

/** The services that are asked, by the types under which catalogs list them; the first found counts. */
const types = {
  compute: ['compute', 'nova'],
  image: ['image', 'glance'],
  volume: ['volumev3', 'block-storage'],
} as const

export type ServiceName = keyof typeof types

/** The regions of compute that the account is about, in the catalog's order: those that are wanted, else all. */
export function computeRegions(identity: URL, { catalog, project }: Token, wanted: string[]): string[] {
  const found = [...new Set(publicEndpoints(catalog, 'compute').map(({ region }) => region))]
  if (found.length === 0)
    throw new CloudError(
      'cloud-forbidden',
      `${identity.host} lists no compute service for ${project.name}.`,
      {
        advice: 'Check that the project has servers at all, and that the user has a role in it.',
      },
    )
  const unknown = wanted.filter((region) => !found.includes(region))
  if (unknown.length > 0)
    throw new CloudError('cloud-not-found', `${project.name} has no region named ${unknown.join(', ')}.`, {
      advice: `Its regions are ${found.join(', ')}. Name those, or leave the field Regions empty.`,
    })
  return wanted.length > 0 ? wanted : found
}

/** The address of a service in a region, without a slash at its end, with its version; null where the catalog has none. */
export function endpointOf(identity: URL, { catalog }: Token, name: ServiceName, region: string): URL | null {
  const endpoint = publicEndpoints(catalog, name).find((candidate) => candidate.region === region)
  if (endpoint === undefined) return null
  if (!URL.canParse(endpoint.url)) throw unusable(identity, told`"${endpoint.url}" as the address of ${name}`)
  const url = new URL(endpoint.url)
  if (identity.protocol === 'https:' && url.protocol !== 'https:') throw withoutTls(identity, url)
  url.pathname = withVersion(name, url.pathname.replace(/\/+$/, ''))
  return url
}

/** Catalogs may leave the version to who asks; Glance's usually do. */
function withVersion(name: ServiceName, path: string): string {
  const versions = { compute: 'v2.1', image: 'v2', volume: 'v3' }
  return /\/v\d+(\.\d+)?(\/|$)/.test(path) ? path : `${path}/${versions[name]}`
}

function publicEndpoints(catalog: Service[], name: ServiceName): { region: string; url: string }[] {
  const listed = types[name].map((type) => catalog.find((service) => service.type === type))
  const endpoints = listed.find((service) => service !== undefined)?.endpoints ?? []
  return endpoints
    .filter((endpoint) => endpoint.interface === 'public')
    .map(({ region_id, region, url }) => ({ region: region_id || region || '', url }))
}

function unusable(identity: URL, what: string): CloudError {
  return new CloudError('cloud-unexpected-answer', `${identity.host} names ${what}.`, {
    advice: 'Tell the operator of the cloud: its catalog is to be put right.',
  })
}

function withoutTls(identity: URL, url: URL): CloudError {
  const message = `${identity.host} sends on to ${url.host} without TLS, where the token could be read on the way.`
  return new CloudError('cloud-tls', message, {
    advice: 'Ask the operator of the cloud to list its services with https:// in the catalog.',
  })
}
