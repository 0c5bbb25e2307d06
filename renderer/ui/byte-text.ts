import { say, spoken } from '../../contract/words/say.js'

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** "0 B", "820 B", "1.2 kB", "35 MB": in thousands, two digits or three, as the language that is spoken writes them. */
export function byteText(bytes: number): string {
  if (bytes < 999.5) return say`${Math.round(bytes)} B`
  let size = bytes / 1000
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return numbers(unit, size < 9.95 ? 1 : 0).format(size)
}

// Made once: they are dear, and tables call for them in every row.
const made = new Map<string, Intl.NumberFormat>()

function numbers(at: number, digits: number): Intl.NumberFormat {
  const key = `${spoken()} ${at} ${digits}`
  const known = made.get(key)
  if (known !== undefined) return known
  const unit = units[at] ?? 'kilobyte'
  const format = new Intl.NumberFormat(spoken(), {
    ...{ style: 'unit', unit, minimumFractionDigits: digits, maximumFractionDigits: digits },
  })
  made.set(key, format)
  return format
}
