import { told } from '../../../../contract/words/say.js'
import { damagedPublicKey } from '../key-errors.js'
import type { PublicFile } from './key-file.js'
import { commentText, fromBase64 } from './key-text.js'

/**
 * Reads what stands between the BEGIN and END lines of a public key of RFC 4716, each character one byte. Throws
 * `key-damaged`.
 */
export function readRfc4716(inside: string): PublicFile {
  let comment = ''
  const unfolded = inside.replace(/\\[ \t]*\n[\s>|]*/g, '')
  const body = unfolded.split('\n').map((line) => {
    const [, name, value = ''] = /^[\s>|]*([\w@.-]{1,64}): ?(.*)$/.exec(line) ?? []
    if (name === undefined) return line.replace(/^[\s>|]+/, '')
    if (name.toLowerCase() === 'comment') comment = value.trim().replace(/^"(.*)"$/, '$1')
    return ''
  })
  const blob = fromBase64(body.join(''))
  if (blob === null) throw damagedPublicKey(told`its lines are not whole base64`)
  return { format: 'RFC 4716', blob, comment: commentText(Buffer.from(comment, 'latin1')) }
}
