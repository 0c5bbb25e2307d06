import { LatchkeyError } from '../../lib/error.js'
import { typedUrl } from '../typed-address.js'

const ADVICE = 'Enter it like https://cloud.example.com:5000/v3.'

/**
 * Keystone's address as users type it and tools write it: `https://` is added where there is no scheme, `/v3` where it is
 * missing. Throws `input-invalid`.
 */
export function parseIdentity(typed: string): URL {
  const text = typed.trim()
  if (text === '') throw invalid('The identity endpoint is empty.')
  const url = typedUrl(text)
  if (url === null) throw invalid(`"${text}" is not a URL.`)
  if (!['http:', 'https:'].includes(url.protocol))
    throw invalid('An identity endpoint starts with https:// or http://.')
  if (url.username || url.password) throw invalid('An identity endpoint holds no user name and no password.')
  return new URL(pathOf(url), url.origin)
}

/** Version 2.0 is gone from Keystone since 2018; old files name it still. */
function pathOf(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '').replace(/\/auth\/tokens$/i, '')
  return `${path.replace(/\/(v3|v2\.0)$/i, '')}/v3`
}

function invalid(message: string): LatchkeyError {
  return new LatchkeyError('input-invalid', message, { advice: ADVICE })
}
