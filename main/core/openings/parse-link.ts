import { isIPv4, isIPv6 } from 'node:net'
import type { z } from 'zod'
import { asPlainText, Id, isPlainText, LoginUser } from '../../../contract/base.js'
import { HostPort, isHostAddress } from '../../../contract/hosts.js'
import type { Opening } from '../../../contract/openings.js'
import { LatchkeyError } from '../lib/error.js'

type LinkOpening = Extract<Opening, { kind: 'ssh' | 'instance' }>

/** Browsers and systems cut longer ones off. */
const MOST_CHARACTERS = 2048
/** RFC 3986, section 2: reserved and unreserved characters, and the percent sign. */
const URI = /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/

/**
 * What a link asks for: `ssh://[user@]host[:port]` as draft-ietf-secsh-scp-sftp-ssh-uri has it, or
 * `latchkey://instance/<account>/<id>`. Throws `input-invalid`, whose sentence names what is wrong, for all else: anybody may
 * have written it.
 */
export function parseLink(link: string): LinkOpening {
  if (link.length > MOST_CHARACTERS)
    throw refused(`This link has ${link.length} characters; Latchkey reads ${MOST_CHARACTERS} at most.`)
  if (!URI.test(link)) throw refused('This link has characters that no link may have.')
  const [, scheme = '', rest = ''] = /^([^:]*):(.*)$/.exec(link) ?? []
  if (/^ssh$/i.test(scheme)) return sshOf(rest)
  if (/^latchkey$/i.test(scheme)) return instanceOf(rest)
  throw refused(`Latchkey does not open links that begin with ${quoted(`${scheme}:`)}.`)
}

function sshOf(rest: string): LinkOpening {
  const [, authority = '', path = ''] = /^\/\/([^/?#]*)(.*)$/.exec(rest) ?? []
  if (authority === '') throw refused('This ssh link names no host.')
  if (path !== '' && path !== '/')
    throw refused(`This ssh link asks for more than a connection: ${quoted(path)} after the host.`)
  const [place = '', info = '', ...more] = authority.split('@').reverse()
  if (more.length > 0) throw refused('This ssh link has more than one @.')
  return { kind: 'ssh', ...loginOf(info), ...placeOf(place) }
}

/** What stands before the @: `user:password;parameters`, each of which may be left out. */
function loginOf(info: string): Pick<Extract<LinkOpening, { kind: 'ssh' }>, 'user' | 'leftOut'> {
  const [, name = '', password = '', parameters = ''] = /^([^:;]*)(:[^;]*)?(;.*)?$/.exec(info) ?? []
  const leftOut = [
    ...(password.length > 1 ? (['password'] as const) : []),
    ...(parameters.length > 1 ? (['parameters'] as const) : []),
  ]
  const user = decoded(name)
  const no = `${quoted(user)} can not be a login user.`
  return { user: user === '' ? null : exactly(LoginUser, user, no), leftOut }
}

function placeOf(place: string): { host: string; port: number } {
  const [, bracketed, name, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(place) ?? []
  if (bracketed === undefined && name === undefined)
    throw refused(`${quoted(place)} is no host and port; an IPv6 address needs brackets.`)
  return { host: bracketed === undefined ? nameOf(name ?? '') : ipv6Of(bracketed), port: portOf(port ?? '') }
}

/** RFC 6874: the percent sign before a zone is written as %25. */
function ipv6Of(text: string): string {
  const address = text.toLowerCase().replace('%25', '%')
  if (!isIPv6(address) || !isHostAddress(address)) throw refused(`${quoted(text)} is no IPv6 address.`)
  return address
}

function nameOf(text: string): string {
  const name = text.toLowerCase()
  if (name === '') throw refused('This ssh link names no host.')
  if (!isHostAddress(name)) throw refused(`${quoted(text)} is no host name and no IP address.`)
  // 0x7f000001 and 2130706433 are other ways to write 127.0.0.1, which nobody reads.
  const last = name.replace(/\.$/, '').split('.').at(-1) ?? ''
  if (/^(?:\d+|0x[\da-f]*)$/.test(last) && !isIPv4(name))
    throw refused(`${quoted(text)} is an IP address in a form that hides it.`)
  return name
}

function portOf(text: string): number {
  if (text === '') return 22
  const port = HostPort.safeParse(/^\d{1,5}$/.test(text) ? Number(text) : null)
  if (!port.success) throw refused(`${quoted(text)} is no port: ports are 1 to 65535.`)
  return port.data
}

function instanceOf(rest: string): LinkOpening {
  const [, account = '', cloudId = ''] = /^\/\/instance\/([^/?#]+)\/([^/?#]+)\/?$/.exec(rest) ?? []
  if (account === '')
    throw refused(
      `Latchkey knows no link that says ${quoted(rest)}.`,
      'A link of Latchkey shows an instance, latchkey://instance/…, as its “Copy link” makes it. It runs nothing, brings no key and changes no setting.',
    )
  const [inAccount, inCloud] = [decoded(account), decoded(cloudId)]
  if (inAccount.includes('/')) throw refused('This latchkey link names no account.')
  const id = `${inAccount}/${inCloud}`
  return { kind: 'instance', instanceId: exactly(Id, id, `${quoted(id)} can not be an instance.`) }
}

/** What was written with percent signs. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refused(`${quoted(text)} has a percent sign that encodes nothing.`)
  }
}

/** As the contract takes it, and not after it was made to fit; `no` says that it does not. */
function exactly(schema: z.ZodString, text: string, no: string): string {
  const read = schema.safeParse(text)
  if (read.success && read.data === text && isPlainText(text)) return text
  throw refused(no)
}

const MOST_QUOTED = 60

function quoted(text: string): string {
  const plain = asPlainText(text)
  return `“${plain.length > MOST_QUOTED ? `${plain.slice(0, MOST_QUOTED - 1)}…` : plain}”`
}

function refused(
  message: string,
  advice = 'Nothing was opened. If you trust where it comes from, copy the address from there and add the host by hand.',
): LatchkeyError {
  return new LatchkeyError('input-invalid', message, { advice })
}
