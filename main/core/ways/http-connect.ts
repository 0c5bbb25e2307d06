import { isIPv6 } from 'node:net'
import { ProxyRefused } from './proxy-errors.js'
import type { ProxyTalk } from './proxy-talk.js'
import type { FarPlace, ProxyLogin } from './socks5.js'

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6), with Basic where there is a login (RFC 7617); names are looked up by
 * it. Throws ProxyRefused.
 */
export async function askHttpConnect(
  talk: ProxyTalk,
  { host, port }: FarPlace,
  login: ProxyLogin | null,
): Promise<void> {
  const place = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  const lines = [
    `CONNECT ${place} HTTP/1.1`,
    `Host: ${place}`,
    ...(login === null ? [] : [`Proxy-Authorization: Basic ${basic(login)}`]),
  ]
  talk.send(`${lines.join('\r\n')}\r\n\r\n`)
  const head = await talk.takeUntil('\r\n\r\n')
  const [first = ''] = (head ?? talk.seen()).toString('latin1').split('\r\n')
  const found = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first)
  if (head === null || found === null) throw new ProxyRefused('not-one', first)
  const status = Number(found[1])
  if (status >= 200 && status < 300) return
  throw new ProxyRefused(refusal(status, login), `${status} ${found[2] ?? ''}`.trim())
}

function refusal(status: number, login: ProxyLogin | null) {
  // Some say 401 for a wrong login, which is the server's word and no proxy's (RFC 9110 §15.5.8).
  if (status === 407 || status === 401) return login === null ? 'wants-login' : 'login-refused'
  if (status === 403 || status === 405) return 'forbidden'
  return status === 502 || status === 503 || status === 504 ? 'far-side' : 'failed'
}

const basic = ({ user, password }: ProxyLogin) =>
  Buffer.concat([Buffer.from(`${user}:`), password]).toString('base64')
