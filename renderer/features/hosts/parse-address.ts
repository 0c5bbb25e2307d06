export interface ParsedAddress {
  host: string
  port?: number
  user?: string
}

/**
 * What was typed or pasted for a host, as its parts: `host`, `host:22`, `[2001:db8::1]:22`, `user@host:22`,
 * `ssh://user@host:22`, `ssh -p 22 user@host`. What has no such form is the host as it stands.
 */
export function parseAddress(text: string): ParsedAddress {
  const { rest, port, user } = withoutCommand(
    text
      .trim()
      .replace(/^ssh:\/\//i, '')
      .replace(/\/+$/, ''),
  )
  const at = rest.lastIndexOf('@')
  const place = placeOf(rest.slice(at + 1))
  const login = at > 0 ? rest.slice(0, at) : user
  return { ...(port !== undefined && { port }), ...place, ...(login !== undefined && { user: login }) }
}

/** `ssh -p 2222 -l ada host` as its parts; anything else as it is. */
function withoutCommand(text: string): { rest: string; port?: number; user?: string } {
  const words = text.split(/\s+/)
  if (words[0] !== 'ssh' || words.length === 1) return { rest: text }
  const found: { port?: number; user?: string } = {}
  const plain: string[] = []
  for (let at = 1; at < words.length; at++) {
    const [, flag, joined] = /^-([lp])(.*)$/.exec(words[at] ?? '') ?? []
    if (flag === undefined) {
      plain.push(words[at] ?? '')
      continue
    }
    const value = joined || words[++at] || ''
    if (flag === 'l') found.user = value
    else if (/^\d{1,5}$/.test(value)) found.port = Number(value)
  }
  return { rest: plain.length === 1 ? (plain[0] ?? '') : text, ...found }
}

function placeOf(text: string): { host: string; port?: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text)
  const named = /^([^:]+):(\d{1,5})$/.exec(text)
  const [, host, port] = bracketed ?? named ?? [undefined, text, undefined]
  return { host: host ?? text, ...(port !== undefined && { port: Number(port) }) }
}
