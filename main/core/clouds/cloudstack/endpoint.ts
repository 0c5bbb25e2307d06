import { LatchkeyError } from '../../lib/error.js'
import { typedUrl } from '../typed-address.js'

const ADVICE = 'Enter it like https://cloud.example.com/client/api.'

/**
 * The address of the API as users type it: `https://` is added where there is no scheme, `/client/api` where there is
 * no path. Throws `input-invalid`.
 */
export function parseEndpoint(typed: string): URL {
  const text = typed.trim()
  if (text === '') throw new LatchkeyError('input-invalid', 'The endpoint is empty.', { advice: ADVICE })
  const url = typedUrl(text)
  if (url === null) throw new LatchkeyError('input-invalid', `"${text}" is not a URL.`, { advice: ADVICE })
  if (!['http:', 'https:'].includes(url.protocol))
    throw new LatchkeyError('input-invalid', 'An endpoint starts with https:// or http://.', {
      advice: ADVICE,
    })
  if (url.username || url.password)
    throw new LatchkeyError('input-invalid', 'An endpoint holds no user name and no password.', {
      advice: ADVICE,
    })
  return new URL(pathOf(url), url.origin)
}

function pathOf(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '')
  return path === '' || path === '/client' ? '/client/api' : path
}
