import { isIPv6 } from 'node:net'
import { ProxyRefused } from './proxy-errors.js'
import type { ProxyTalk } from './proxy-talk.js'
import type { FarPlace, ProxyLogin } from './socks5.js'

const START = Buffer.from('HTTP/')

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
  // What says something else first, as an SSH server does, may never come to an empty line.
  const start = await talk.take(START.length)
  const isHttp = start.equals(START)
  const rest = isHttp ? await talk.takeUntil('\r\n\r\n') : null
  const head = Buffer.concat([start, rest ?? talk.seen()])
  const [first = ''] = head.toString('latin1').split(/\r?\n/)
  const told = (words: string) => (login !== null && repeats(words, login) ? '' : words)
  const found = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first)
  if (rest === null || found === null) throw new ProxyRefused('not-one', told(first))
  const status = Number(found[1])
  if (status >= 200 && status < 300) return
  throw new ProxyRefused(refusal(status, login, head), `${status} ${told(found[2] ?? '')}`.trim())
}

function refusal(status: number, login: ProxyLogin | null, head: Buffer) {
  // Some say 401 for a wrong login, which is the server's word and no proxy's (RFC 9110 §15.5.8).
  if (status === 407 || status === 401) {
    if (!takesBasic(head)) return 'other-login'
    return login === null ? 'wants-login' : 'login-refused'
  }
  if (status === 403 || status === 405) return 'forbidden'
  return status === 502 || status === 503 || status === 504 ? 'far-side' : 'failed'
}

/** Whether it would take a user and a password at all (RFC 9110 §11.7.1): where it names the kinds that it takes, Basic is one. */
function takesBasic(head: Buffer): boolean {
  const kinds = [...head.toString('latin1').matchAll(/^proxy-authenticate:(.*)$/gim)].map(
    ([, kind]) => kind ?? '',
  )
  return kinds.length === 0 || kinds.some((kind) => /(^|[\s,])basic($|[\s,])/i.test(kind))
}

/** Some say in their refusal what they were sent; that is told to nobody. */
const repeats = (words: string, login: ProxyLogin) =>
  words.includes(basic(login)) || words.includes(Buffer.from(login.password).toString('latin1'))

const basic = ({ user, password }: ProxyLogin) =>
  Buffer.concat([Buffer.from(`${user}:`), password]).toString('base64')
