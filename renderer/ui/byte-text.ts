const units = ['kB', 'MB', 'GB', 'TB']

/** "0 B", "820 B", "1.2 kB", "35 MB": two digits or more, in thousands. */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  let size = bytes / 1000
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}
