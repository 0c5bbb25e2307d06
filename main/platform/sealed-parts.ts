import { createHash } from 'node:crypto'
import { told } from '../../contract/words/say.js'
import { LatchkeyError } from '../core/lib/error.js'

/*
 * What every version of the sealed file has in common:
 *
 *   header   one line of JSON, ended by a line feed
 *   body     ciphertext
 *   digest   SHA-256 over everything before it: tells a damaged file from a wrong password, without a password
 */

const DIGEST_BYTES = 32

export interface SealedParts {
  header: unknown
  /** The header's bytes, the line feed too. */
  line: Uint8Array
  body: Uint8Array
}

/** Throws `vault-damaged` unless the file is whole and its header is JSON. */
export function takeApart(file: Uint8Array): SealedParts {
  const content = file.subarray(0, -DIGEST_BYTES)
  if (!sha256(content).equals(file.subarray(-DIGEST_BYTES))) throw damaged(told`its checksum is wrong`)
  const end = content.indexOf(0x0a) + 1
  if (end === 0) throw damaged(told`it is cut short`)
  const line = content.subarray(0, end)
  return { header: parse(line), line, body: content.subarray(end) }
}

export function putTogether(line: Uint8Array, body: Uint8Array): Buffer {
  const content = Buffer.concat([line, body])
  return Buffer.concat([content, sha256(content)])
}

export function damaged(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('vault-damaged', `The sealed file can't be read: ${why}.`, { cause })
}

export function asksTooMuch(): LatchkeyError {
  return damaged(told`it asks for more memory or time to open than Latchkey ever does`)
}

export function notReadable(cause: unknown): LatchkeyError {
  return damaged(told`its header is not one that this version of Latchkey reads`, cause)
}

function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8'))
  } catch (cause) {
    throw notReadable(cause)
  }
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}
