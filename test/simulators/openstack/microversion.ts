import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './call.js'
import { novaError } from './errors.js'
import type { State } from './state.js'

/** `GET /` lists the versions, `GET /v2.1/` shows one; both need no token. */
export function novaVersion({ settings }: State, root: string, { pathname }: URL): Answer {
  const version = {
    id: 'v2.1',
    status: 'CURRENT',
    version: settings.maxMicroversion > 1 ? `2.${settings.maxMicroversion}` : '',
    min_version: settings.maxMicroversion > 1 ? `2.${settings.minMicroversion}` : '',
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${root}/v2.1/` }],
  }
  return { status: 200, body: pathname.includes('/v2.1') ? { version } : { versions: [version] } }
}

/** The minor number that the headers ask for; none is 2.1. Throws 406 where the server has it not. */
export function requestedMinor({ settings }: State, headers: IncomingHttpHeaders): number {
  const asked = textOf(headers['openstack-api-version'])?.replace(/^compute /, '')
  const wanted = asked ?? textOf(headers['x-openstack-nova-api-version']) ?? '2.1'
  if (wanted === 'latest') return settings.maxMicroversion
  const minor = Number(/^2\.(\d+)$/.exec(wanted)?.[1] ?? Number.NaN)
  if (Number.isNaN(minor)) throw novaError(400, `API Version String ${wanted} is of invalid format.`)
  if (minor >= settings.minMicroversion && minor <= settings.maxMicroversion) return minor
  throw novaError(
    406,
    `Version ${wanted} is not supported by the API. Minimum is 2.${settings.minMicroversion} and maximum is 2.${settings.maxMicroversion}.`,
  )
}

/** Which microversion answered. */
export const versionHeaders = (minor: number) => ({
  'OpenStack-API-Version': `compute 2.${minor}`,
  'X-OpenStack-Nova-API-Version': `2.${minor}`,
  Vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
})

const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
