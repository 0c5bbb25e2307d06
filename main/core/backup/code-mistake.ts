import { told } from '../../../contract/words/say.js'

/*
 * Where a recovery code was mistyped. It is bech32 (BIP 173): its checksum tells of up to four wrong characters, and where
 * changing one character makes it right, that is the place. Which character belongs there is not said: a page that can be
 * read is better than a guess.
 */

const CHARSET = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const PREFIX = 'age-secret-key-'
/** After `AGE-SECRET-KEY-1`: 32 bytes, five bits each, and a checksum of six characters. */
const LENGTH = 58
/** As on the kit's page: groups of six, counted from the end. */
const GROUP = 6

/** What is wrong with an X25519 identity whose checksum is, as a sentence; null where nobody can tell. */
export function codeMistake(identity: string): string | null {
  const typed = /^AGE-SECRET-KEY-1(.*)$/.exec(identity)?.[1]
  if (typed === undefined) return null
  if (typed.length !== LENGTH)
    return `It has ${typed.length} characters after AGE-SECRET-KEY-1 in place of ${LENGTH}.`
  const values = [...typed].map((letter) => CHARSET.indexOf(letter))
  const unknown = values.indexOf(-1)
  if (unknown >= 0) return `There is ${typed[unknown]} in ${groupOf(unknown)}, which is in no code.`
  const place = values.findIndex((_value, at) =>
    CHARSET.split('').some((_letter, other) => isRight(values.with(at, other))),
  )
  return place < 0 ? null : `One character is wrong in ${groupOf(place)}.`
}

function groupOf(place: number): string {
  const first = LENGTH % GROUP
  return told`group ${place < first ? 1 : Math.floor((place - first) / GROUP) + 2} after AGE-SECRET-KEY-1`
}

const codes = [...PREFIX].map((letter) => letter.charCodeAt(0))
const expandedPrefix = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]

function isRight(values: number[]): boolean {
  let sum = 1
  for (const value of [...expandedPrefix, ...values]) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [bit, factor] of GENERATOR.entries()) if ((top >> bit) & 1) sum ^= factor
  }
  return sum === 1
}
