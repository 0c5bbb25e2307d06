import { say } from '../../contract/words/say.js'

/** A link of the terminal that somebody wants to open. */
export interface Link {
  /** As the program wrote it. */
  target: string
  /** What stands on the screen. */
  text: string
}

/** A link taken apart, so that a person sees where it leads. */
export interface LinkFacts {
  /** What is opened: as browsers write it, the host in ASCII, without user and password. */
  address: string
  /** The same in three parts, of which the host is the one that matters. */
  before: string
  host: string
  after: string
  /** Whether it is opened at all; what is not encrypted is to be copied. */
  opens: boolean
  /** What should make one think twice, as sentences. */
  warnings: string[]
}

/** The longest address that is taken for a link. */
export const MAX_TARGET = 2048
/** Control characters, blanks and what turns or hides text: no address has them, whoever writes them hides something. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]/u

/** Whether a program's address may be a link at all: https or http, not too long, nothing hidden in it. */
export function isLinkTarget(target: string): boolean {
  if (target.length > MAX_TARGET || !/^https?:\/\//i.test(target) || HIDDEN.test(target)) return false
  return URL.canParse(target)
}

/** What is to be said about a link before it is opened; null if it isn't one that may be. */
export function linkFacts({ target, text }: Link): LinkFacts | null {
  if (!isLinkTarget(target)) return null
  const url = new URL(target)
  const hadUser = url.username !== '' || url.password !== ''
  const shownAsUser = target.replace(/^https?:\/\//i, '').split('@', 1)[0] ?? ''
  url.username = ''
  url.password = ''
  const { host, href, protocol } = url
  const opens = protocol === 'https:' // one of this computer too: whoever wrote it sits at another one
  const before = `${protocol}//`
  const warnings = [
    ...(hadUser
      ? [say`${cut(shownAsUser)} before the @ is no host, and is left out. It leads to ${host}.`]
      : []),
    ...foreignLetters(url),
    ...otherText(text, url),
    ...(isAddress(url.hostname) ? [say`The host is a number instead of a name.`] : []),
    ...(opens
      ? []
      : [
          say`It is not encrypted: others on the way can read and change it. Latchkey opens https links alone.`,
        ]),
  ]
  return { address: href, before, host, after: href.slice(before.length + host.length), opens, warnings }
}

function foreignLetters({ hostname }: URL): string[] {
  return hostname.split('.').some((label) => label.startsWith('xn--'))
    ? [say`The name of the host has letters that may look like others. It is shown here as it really is.`]
    : []
}

/** A text that looks like an address, and isn't the one that is opened. */
function otherText(text: string, url: URL): string[] {
  const shown = text.replace(/\s+/g, ' ').trim()
  if (shown === '') return []
  const said = hostIn(shown)
  if (said === null || said === url.hostname) return []
  return [say`The text in the terminal reads ${cut(shown)}, but it leads to ${url.host}.`]
}

const NAME =
  /^(?:https?:\/\/)?(?:[^\s/@]*@)?((?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+|\d+(?:\.\d+){3})(?::\d+)?(?:[/?#]|$)/iu

function hostIn(text: string): string | null {
  const host = NAME.exec(text)?.[1]
  if (host === undefined || !URL.canParse(`http://${host}`)) return null
  return new URL(`http://${host}`).hostname
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname)
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
