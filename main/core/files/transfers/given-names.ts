import { bytesOfName } from '../name-bytes.js'

/** NAME_MAX of nearly every file system. */
const MOST_BYTES = 255
/** What is longer after the last dot is no ending. */
const MOST_END = 32

/** `name (2).txt`, or the next that nothing has; a name as long as can be loses signs before the number. */
export function freeName(name: string, there: ReadonlyMap<string, unknown>): string {
  const dot = name.lastIndexOf('.')
  const cut = dot > 0 && name.length - dot <= MOST_END ? dot : name.length
  const [stem, end] = [name.slice(0, cut), name.slice(cut)]
  for (let n = 2; ; n++) {
    const after = ` (${n})${end}`
    const free = `${shortened(stem, Math.max(1, MOST_BYTES - bytesOfName(after).length))}${after}`
    if (!there.has(free)) return free
  }
}

/** Its first signs, as many as fit. */
function shortened(text: string, mostBytes: number): string {
  const signs = [...text]
  for (let left = bytesOfName(text).length; left > mostBytes; ) left -= bytesOfName(signs.pop() ?? '').length
  return signs.join('')
}

/** Hidden, of one transfer alone, and no longer than a name can be: 45 signs are 180 bytes at most. */
export function partName(name: string, transferId: string): string {
  return `.${[...name].slice(0, 45).join('')}-${hash(`${transferId} ${name}`)}.latchkey-part`
}

/** Names that begin alike must not share a part. FNV-1a, 32 bits, over the signs. */
function hash(name: string): string {
  let value = 0x811c9dc5
  for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193)
  return (value >>> 0).toString(16)
}
