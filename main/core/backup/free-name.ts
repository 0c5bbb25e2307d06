const fold = (name: string) => name.normalize('NFC').toLowerCase()

/** The name, or the first like it that nobody has, whatever its capitals. */
export function freeName(name: string, taken: string[]): string {
  const folded = new Set(taken.map(fold))
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} (restored${count === 2 ? '' : ` ${count - 1}`})`
    if (!folded.has(fold(candidate))) return candidate
  }
}
