import { createHash } from 'node:crypto'
import { isKnownSshType, publicKeyFacts } from '../keys/public-key.js'
import { wireReader } from '../keys/ssh-wire.js'

const WIDTH = 17
const HEIGHT = 9
/** What a field shows after so many visits. */
const VISITS = ' .o+=*BOX@%&#/^'

/**
 * The picture of a public key blob's SHA-256 that `ssh-keygen -lv` prints: OpenSSH's "drunken bishop", who walks diagonally
 * from the middle (S) to where the fingerprint leads him (E). 11 lines of 19 characters, joined by line feeds.
 */
export function randomart(blob: Uint8Array): string {
  const fields = walk(createHash('sha256').update(blob).digest())
  const rows = Array.from({ length: HEIGHT }, (_, y) => fields.slice(y * WIDTH, (y + 1) * WIDTH).join(''))
  return [border(title(blob)), ...rows.map((row) => `|${row}|`), border('[SHA256]')].join('\n')
}

function walk(digest: Uint8Array): string[] {
  const visits = new Array<number>(WIDTH * HEIGHT).fill(0)
  const start = { x: (WIDTH - 1) / 2, y: (HEIGHT - 1) / 2 }
  let { x, y } = start
  for (const byte of digest)
    for (let bit = 0; bit < 8; bit += 2) {
      x = within(x + (((byte >> bit) & 1) === 1 ? 1 : -1), WIDTH)
      y = within(y + (((byte >> bit) & 2) === 2 ? 1 : -1), HEIGHT)
      const field = y * WIDTH + x
      visits[field] = Math.min((visits[field] ?? 0) + 1, VISITS.length - 1)
    }
  const fields = visits.map((count) => VISITS[count] ?? ' ')
  fields[start.y * WIDTH + start.x] = 'S'
  fields[y * WIDTH + x] = 'E'
  return fields
}

const within = (at: number, size: number) => Math.max(0, Math.min(size - 1, at))

/** `[RSA 3072]`; without the size where that is not known. */
function title(blob: Uint8Array): string {
  const sshType = wireReader(blob).text()
  if (!isKnownSshType(sshType)) return sshType === 'ssh-dss' ? '[DSA]' : ''
  const { type, bits } = publicKeyFacts(blob)
  return `[${type.toUpperCase()} ${bits}]`
}

function border(title: string): string {
  const left = '-'.repeat((WIDTH - title.length) / 2)
  return `+${(left + title).padEnd(WIDTH, '-')}+`
}
