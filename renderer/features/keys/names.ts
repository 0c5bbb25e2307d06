/** A name that no key pair has yet, without regard to case: `wanted`, else `wanted-2`, `wanted-3` … */
export function freeName(wanted: string, taken: string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`
    if (!used.has(name.toLowerCase())) return name
  }
}

/** A name for an imported key: its comment, else the file's name without its ending, else "imported-key". */
export function importName(comment: string, fileName: string): string {
  const fromFile = fileName.replace(/\.(pem|key|ppk|pub|txt)$/i, '')
  return comment.trim() || fromFile.trim() || 'imported-key'
}
