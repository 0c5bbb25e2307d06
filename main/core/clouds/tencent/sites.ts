import { LatchkeyError } from '../../lib/error.js'
import { fullAddress, typedUrl } from '../typed-address.js'

/** Where a service is asked, e.g. `cvm` or `region`; a region matters only where it has hosts of its own. */
export type UrlOf = (service: string, region: string | null) => URL

const hosts: Record<string, string> = {
  china: 'https://{service}.tencentcloudapi.com',
  international: 'https://{service}.intl.tencentcloudapi.com',
}

/** Regions for banks are apart from the others, and answer on hosts of their own only. */
export const isApart = (region: string) => region.endsWith('-fsi')

/** The site that the form names, or its own endpoint. Throws `input-invalid`. */
export function readSite({ site = 'china', endpoint = '' }: Record<string, string>): UrlOf {
  if (site === 'own') return ownEndpoint(endpoint)
  const host = hosts[site]
  if (host === undefined) throw new LatchkeyError('input-invalid', `There is no site named "${site}".`)
  return (service, region) => {
    const name = region !== null && isApart(region) ? `${service}.${region}` : service
    return new URL(host.replace('{service}', name))
  }
}

const ADVICE =
  'Enter it like https://{service}.api3.example.com; without {service}, all calls go to one host.'

function ownEndpoint(typed: string): UrlOf {
  const text = typed.trim()
  if (text === '') throw new LatchkeyError('input-invalid', 'The endpoint is empty.', { advice: ADVICE })
  const template = fullAddress(text)
  const urlOf: UrlOf = (service) => new URL(new URL(template.replaceAll('{service}', service)).origin)
  if (!isUsable(template.replaceAll('{service}', 'cvm')))
    throw new LatchkeyError('input-invalid', `"${text}" is not the address of an API.`, { advice: ADVICE })
  return urlOf
}

function isUsable(text: string): boolean {
  const url = typedUrl(text)
  if (url === null) return false
  return ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === ''
}
