/** `name (2).txt`, or the next that nothing has. */
export function freeName(name: string, there: ReadonlyMap<string, unknown>): string {
  const dot = name.lastIndexOf('.')
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let n = 2; ; n++) {
    const free = `${stem} (${n})${end}`
    if (!there.has(free)) return free
  }
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
