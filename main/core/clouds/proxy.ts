import { hostOfUrl, isLoopback } from '../../../contract/loopback.js'
import type { ProxySettings } from '../../../contract/settings.js'

type Environment = Record<string, string | undefined>

/**
 * The proxy that leads to `url`, or null. As the user has set it, or as curl reads the environment (HTTPS_PROXY, HTTP_PROXY,
 * ALL_PROXY, NO_PROXY, in lower case too). This computer itself is never asked through a proxy.
 */
export function proxyFor(url: URL, settings: ProxySettings, env: Environment = process.env): string | null {
  if (settings.mode === 'none' || isLoopback(hostOfUrl(url))) return null
  if (settings.mode === 'manual') return isExcepted(url, settings.except) ? null : settings.url
  const named = (name: string) => env[name.toLowerCase()] || env[name] || ''
  if (isExcepted(url, named('NO_PROXY'))) return null
  const found = named(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || named('ALL_PROXY')
  if (found === '') return null
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(found) ? found : `http://${found}`
  return URL.canParse(withScheme) ? withScheme : null
}

/** Whether one of the names is the host's or a domain that it is in: `example.com`, `.example.com`, `host:8443`, `*`. */
function isExcepted(url: URL, list: string): boolean {
  const host = hostOfUrl(url).toLowerCase()
  const hostPort = url.port || (url.protocol === 'https:' ? '443' : '80')
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
  return entries.some((entry) => {
    if (entry === '*') return true
    const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, '')) ?? []
    if (onlyPort !== undefined && onlyPort !== hostPort && !entry.includes('::')) return false
    return host === name || host === entry || host.endsWith(`.${name}`)
  })
}
