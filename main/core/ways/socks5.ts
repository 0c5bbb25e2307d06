import { isIPv4, isIPv6 } from 'node:net'
import { told } from '../../../contract/words/say.js'
import { ProxyRefused } from './proxy-errors.js'
import type { ProxyTalk } from './proxy-talk.js'

const VERSION = 5
const NO_LOGIN = 0
const USER_AND_PASSWORD = 2
const NONE_FITS = 0xff
const CONNECT = 1
const IPV4 = 1
const NAME = 3
const IPV6 = 4

export interface ProxyLogin {
  user: string
  /** UTF-8. */
  password: Uint8Array
}

export interface FarPlace {
  host: string
  port: number
}

/** Asks a SOCKS5 proxy (RFC 1928, RFC 1929) for a connection; names are looked up by it. Throws ProxyRefused. */
export async function askSocks5(talk: ProxyTalk, to: FarPlace, login: ProxyLogin | null): Promise<void> {
  const methods = login === null ? [NO_LOGIN] : [NO_LOGIN, USER_AND_PASSWORD]
  talk.send(Buffer.from([VERSION, methods.length, ...methods]))
  const method = (await answer(talk, VERSION, 2))[1]
  if (method === NONE_FITS) throw new ProxyRefused(login === null ? 'wants-login' : 'no-such-login')
  if (method === USER_AND_PASSWORD && login !== null) await logIn(talk, login)
  else if (method !== NO_LOGIN) throw new ProxyRefused('not-one')
  talk.send(Buffer.from([VERSION, CONNECT, 0, ...addressBytes(to), to.port >> 8, to.port & 0xff]))
  const [, reply = 1, , kind] = await answer(talk, VERSION, 4, login === null ? 'told' : 'silent')
  if (reply !== 0) throw new ProxyRefused(...(replies[reply] ?? (['failed', told`reply ${reply}`] as const)))
  await boundAddress(talk, kind)
}

async function logIn(talk: ProxyTalk, { user, password }: ProxyLogin): Promise<void> {
  const name = Buffer.from(user)
  const message = Buffer.concat([
    Buffer.from([1, name.length]),
    name,
    Buffer.from([password.length]),
    password,
  ])
  talk.send(message)
  const status = (await answer(talk, 1, 2, 'silent'))[1]
  if (status !== 0) throw new ProxyRefused('login-refused')
}

/** Where the proxy dials from, which nobody needs. */
async function boundAddress(talk: ProxyTalk, kind: number | undefined): Promise<void> {
  if (kind !== IPV4 && kind !== IPV6 && kind !== NAME) throw new ProxyRefused('not-one')
  const length = kind === IPV4 ? 4 : kind === IPV6 ? 16 : ((await talk.take(1))[0] ?? 0)
  await talk.take(length + 2)
}

/**
 * Each answer begins with its version; what does not is another protocol, of which fewer bytes may come. What came is told,
 * but for `silent`: it may repeat a password.
 */
async function answer(
  talk: ProxyTalk,
  version: number,
  length: number,
  wrong: 'told' | 'silent' = 'told',
): Promise<Buffer> {
  const first = await talk.take(1)
  if (first[0] !== version) {
    const came = wrong === 'told' ? Buffer.concat([first, talk.seen()]).toString('latin1') : undefined
    throw new ProxyRefused('not-one', came)
  }
  return Buffer.concat([first, await talk.take(length - 1)])
}

const replies: Record<number, readonly ['forbidden' | 'far-side' | 'failed', string]> = {
  1: ['failed', told`general failure`],
  2: ['forbidden', told`not allowed by its rules`],
  3: ['far-side', told`there is no way to its network`],
  4: ['far-side', told`there is no way to the host`],
  5: ['far-side', told`nothing accepts connections there`],
  6: ['far-side', told`it took too long`],
  7: ['failed', told`it does not make connections`],
  8: ['failed', told`it does not take this kind of address`],
}

function addressBytes({ host }: FarPlace): number[] {
  if (isIPv4(host)) return [IPV4, ...host.split('.').map(Number)]
  if (isIPv6(host)) return [IPV6, ...ipv6Bytes(host)]
  const name = Buffer.from(host)
  return [NAME, name.length, ...name]
}

function ipv6Bytes(host: string): number[] {
  // The URL parser writes every form, also that with an IPv4 address at its end, as groups of hex digits.
  const plain = new URL(`http://[${host.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16))
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = new Array<number>(8 - before.length - after.length).fill(0)
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff])
}
