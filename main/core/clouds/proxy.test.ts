import { describe, expect, it } from 'vitest'
import { proxyFor } from './proxy.js'

const https = new URL('https://api.cloud.example/v3')
const http = new URL('http://api.cloud.example:8080/client/api')
const environment = { mode: 'environment', url: '', except: '' } as const
const from = (url: URL, env: Record<string, string>) => proxyFor(url, environment, env)

describe('the proxy of the environment', () => {
  it('is the one for the scheme, in either case of the name', () => {
    expect(from(https, { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://other' })).toBe(
      'http://proxy:3128',
    )
    expect(from(http, { http_proxy: 'proxy:3128' })).toBe('http://proxy:3128')
    expect(from(http, { HTTPS_PROXY: 'http://proxy:3128' })).toBeNull()
    expect(from(http, { ALL_PROXY: 'http://all' })).toBe('http://all')
    expect(from(https, {})).toBeNull()
  })

  it.each([
    '*',
    'cloud.example',
    '.cloud.example',
    'other.example, api.cloud.example',
    'api.cloud.example:443',
  ])('is not used for what NO_PROXY %s names', (NO_PROXY) => {
    expect(from(https, { HTTPS_PROXY: 'http://proxy', NO_PROXY })).toBeNull()
  })

  it.each(['example.org', 'i.cloud.example', 'loud.example', 'api.cloud.example:8443'])(
    'is used although NO_PROXY names %s',
    (NO_PROXY) => {
      expect(from(https, { HTTPS_PROXY: 'http://proxy', NO_PROXY })).toBe('http://proxy')
    },
  )
})

it('the one that the user has set stands for the environment, with its own exceptions', () => {
  const set = { mode: 'manual', url: 'http://mine:8080', except: 'other.example' } as const
  const env = { HTTPS_PROXY: 'http://proxy', NO_PROXY: '*' }
  expect(proxyFor(https, set, env)).toBe('http://mine:8080')
  expect(proxyFor(new URL('https://other.example'), set, env)).toBeNull()
  expect(proxyFor(https, { ...set, mode: 'none' }, env)).toBeNull()
})

it.each(['http://127.0.0.1:8080', 'http://localhost', 'https://[::1]:5000'])(
  '%s is never behind one',
  (url) => {
    expect(from(new URL(url), { ALL_PROXY: 'http://proxy' })).toBeNull()
  },
)
