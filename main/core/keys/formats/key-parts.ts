import { fromBase64 } from './key-text.js'

/** A stretch of a text that looks as if it were a key. Nothing in it is decoded yet. */
export type KeyPart =
  /** `inside` is what stands between the BEGIN line and the END line; without an END line, what may belong to it. */
  | { kind: 'block'; label: string; inside: string; ended: boolean }
  | { kind: 'ppk'; text: string }
  /** From the type on. `rest` are the lines below, for a line that was broken. */
  | { kind: 'line'; text: string; rest: string[] }

/** Three to five dashes as people's programs leave them, and PuTTY's first line. */
const START = /-{2,5} ?BEGIN ([A-Z0-9][A-Z0-9 .#]{0,50}?) ?-{2,5}|PuTTY-User-Key-File-\d{1,3}:/g
const END = /-{2,5} ?END [A-Z0-9][A-Z0-9 .#]{0,50}? ?-{2,5}/
const LAST_PPK_LINE = /^[\s>|]*Private-(?:MAC|Hash):[^\n]*$/m

/** Everything in a text (each character one byte) that looks like a key, in its order; other text is passed over. */
export function findKeyParts(text: string): KeyPart[] {
  const clean = withPlainDashes(text)
  const starts = [...clean.matchAll(START)]
  const parts = publicLines(clean.slice(0, starts[0]?.index ?? clean.length))
  starts.forEach((start, index) => {
    const stretch = clean.slice(start.index, starts[index + 1]?.index ?? clean.length)
    const { part, after } =
      start[1] === undefined ? ppkPart(stretch) : blockPart(start[1], stretch.slice(start[0].length))
    parts.push(part, ...publicLines(after))
  })
  const keys = parts.filter((part) => !isParameters(part))
  return keys.length > 0 ? keys : parts
}

interface Cut {
  part: KeyPart
  after: string
}

function blockPart(label: string, stretch: string): Cut {
  const end = END.exec(stretch)
  if (end !== null) {
    const after = stretch.slice(end.index + end[0].length)
    return { part: { kind: 'block', label, inside: stretch.slice(0, end.index), ended: true }, after }
  }
  const lines = stretch.split('\n')
  const foreign = lines.findIndex((line, index) => index > 0 && !belongsToBlock(line))
  const inside = foreign < 0 ? lines : lines.slice(0, foreign)
  const part = { kind: 'block', label, inside: inside.join('\n'), ended: false } as const
  return { part, after: foreign < 0 ? '' : lines.slice(foreign).join('\n') }
}

/** Where the END line is missing: headers, base64 and blanks, but not the prompt or the signature that follows. */
function belongsToBlock(line: string): boolean {
  const bare = withoutTrimmings(line)
  return bare === '' || /^(?:Proc-Type|DEK-Info|Comment):/.test(bare) || fromBase64Line(bare)
}

const fromBase64Line = (line: string) => /^[A-Za-z0-9+/]+={0,2}$/.test(line)

function ppkPart(stretch: string): Cut {
  const last = LAST_PPK_LINE.exec(stretch)
  const end = last === null ? stretch.length : last.index + last[0].length
  return { part: { kind: 'ppk', text: stretch.slice(0, end) }, after: stretch.slice(end) }
}

/** OpenSSL writes the curve, or DSA's numbers, in front of a key that has them too: that is no key of its own. */
const isParameters = (part: KeyPart) => part.kind === 'block' && part.label.endsWith(' PARAMETERS')

const PUBLIC_LINE =
  /(^|[\s"'=,:>])((?:ssh|ecdsa|sk|webauthn-sk)-[a-z0-9@.-]{1,64} {1,20}AAAA[A-Za-z0-9+/]{4,}[^\n]*)/

/** The hosts in front of a line of known_hosts, with a dot in their name or hashed: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
const HOSTS = /^\s*(?:@[a-z-]+\s+)?(?:\|1\|\S+|[\w[*?!][^\s"'=]*\.[^\s"'=]*[^\s"'=:]|localhost\S*)\s*$/

function publicLines(text: string): KeyPart[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index): KeyPart[] => {
    const { before, found } = publicLineIn(line)
    if (found === null || HOSTS.test(before)) return []
    return [{ kind: 'line', text: found, rest: lines.slice(index + 1, index + 40) }]
  })
}

function publicLineIn(line: string): { before: string; found: string | null } {
  const match = line.startsWith('#') ? null : PUBLIC_LINE.exec(line.replaceAll('\t', ' '))
  const [, edge = '', found = null] = match ?? []
  const before = line.slice(0, match?.index ?? 0)
  const quoted = edge === '"' || edge === "'"
  return { before, found: quoted ? (found?.split(edge)[0] ?? null) : found }
}

/** Whether a text holds keys of servers, as known_hosts does. */
export function holdsHostKeys(text: string): boolean {
  return text.split('\n').some((line) => {
    const { before, found } = publicLineIn(line)
    return found !== null && HOSTS.test(before)
  })
}

/** What is between BEGIN and END: the value of `DEK-Info` (null without one) and the bytes (null if that is no base64). */
export function decodeBlock(inside: string): { dek: string | null; bytes: Buffer | null } {
  const joined = inside.split('\n').map(withoutTrimmings).join('\n')
  const dek = /DEK-Info: *([\w-]{1,40} *, *[0-9A-Fa-f]{0,64})/.exec(joined)
  const body = joined
    .replace(dek?.[0] ?? '', '')
    .replace(/Proc-Type: *4 *, *ENCRYPTED/, '')
    .replace(/^[A-Za-z][\w-]{0,40}: .*$/gm, '')
    .replace(/(?:=3D)+\s*$/, (ends) => '='.repeat(ends.trim().length / 3))
  return { dek: dek?.[1] ?? null, bytes: fromBase64(body) }
}

/** Takes off what mail, YAML, comments and program text put around a line. */
function withoutTrimmings(line: string): string {
  return line
    .replaceAll('\u00c2\u00a0', ' ')
    .replace(/["']\s*\+\s*$/, '')
    .replace(/^[\s>|#*"'-]+/, '')
    .replace(/[\s"',;\\]+$/, '')
}

/** Word processors and chats make long dashes of two short ones. PuTTY's files stay: there the bytes of a comment count. */
function withPlainDashes(text: string): string {
  if (!/\u00e2\u0080[\u0090-\u0095]-{0,3} ?(?:BEGIN|END) /.test(text) || text.includes('PuTTY-User-Key-File'))
    return text
  return text.replace(/\u00e2\u0080[\u0090-\u0095]/g, '--')
}
